"""The page of a decision, which shows what all rooms know of it."""
