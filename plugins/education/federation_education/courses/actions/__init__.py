"""What people do about courses."""
