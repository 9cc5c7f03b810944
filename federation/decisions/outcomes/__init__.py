"""What follows from a decision: the outcome in words, and actions with owners and dates."""
