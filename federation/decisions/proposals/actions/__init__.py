"""The acts of people with proposals."""
