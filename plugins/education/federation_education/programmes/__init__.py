"""What is learnt in a year, as the members decide it."""
