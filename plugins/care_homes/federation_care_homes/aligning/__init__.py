"""Ways to give each home a practice, and the choice of the members among them."""
