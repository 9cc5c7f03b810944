"""What people do about care homes."""
