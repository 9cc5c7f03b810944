"""What all rooms are for: the first page, the page of a home, the yearly report."""
