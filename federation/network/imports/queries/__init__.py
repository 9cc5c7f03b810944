"""The changes that a file would make, and the files that are kept for a day."""
