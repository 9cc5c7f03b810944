"""The acts of people with a federation itself."""
