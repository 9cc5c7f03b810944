"""The reads of the first page and the search."""
