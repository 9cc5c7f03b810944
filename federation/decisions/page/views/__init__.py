"""The page of a decision, whatever its state."""
