"""What a file would change, and the files that are kept for a day."""
