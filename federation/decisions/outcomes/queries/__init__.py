"""Reading what follows from decisions."""
