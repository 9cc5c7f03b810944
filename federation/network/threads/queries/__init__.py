"""Reading what was said about a thing, and who reads it."""
