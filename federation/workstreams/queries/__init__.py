"""Reading the work of groups."""
