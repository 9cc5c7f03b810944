"""What a group changes in its work."""
