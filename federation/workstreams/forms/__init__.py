"""The forms about the work of groups."""
