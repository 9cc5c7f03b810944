"""What is done to a tender before any bid."""
