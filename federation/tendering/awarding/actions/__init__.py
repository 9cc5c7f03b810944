"""What leads to an award, and what follows it."""
