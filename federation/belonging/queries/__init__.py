"""The reads of membership."""
