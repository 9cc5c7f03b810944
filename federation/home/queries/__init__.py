"""What the first page and the search read."""
