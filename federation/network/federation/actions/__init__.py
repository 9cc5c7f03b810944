"""What people do with a federation itself."""
