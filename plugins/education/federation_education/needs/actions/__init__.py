"""What people do about needs."""
