"""Letters about votes."""
