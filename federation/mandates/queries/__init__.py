"""Reading mandates."""
