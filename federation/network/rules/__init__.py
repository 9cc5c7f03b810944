"""What the rooms of the network read alike: files that somebody uploaded or pasted, and the codes in them."""
