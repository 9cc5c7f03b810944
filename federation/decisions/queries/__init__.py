"""The reads of decisions that deserve a name; each page needs a constant number of them."""
