"""The pages of the work of groups."""
