"""The work of groups."""
