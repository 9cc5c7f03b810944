"""The acts of people in votes, and those that a time brings."""
