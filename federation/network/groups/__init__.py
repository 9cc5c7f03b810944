"""Groups: bodies that decide apart from the members as a whole, and who sits in them."""
