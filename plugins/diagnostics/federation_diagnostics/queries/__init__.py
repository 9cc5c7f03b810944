"""The reads that deserve a name; a page needs a constant number of them."""
