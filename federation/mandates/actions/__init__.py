"""What is done with mandates."""
