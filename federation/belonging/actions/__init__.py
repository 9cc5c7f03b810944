"""The acts of membership."""
