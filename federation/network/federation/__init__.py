"""The federation itself: its name, purpose, aims and settings, and how another is made."""
