"""What network diagnostics answer to others."""
