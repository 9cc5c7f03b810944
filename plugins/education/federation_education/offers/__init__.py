"""What practices lend each other."""
