"""What is typed about a federation, its practices and their files."""
