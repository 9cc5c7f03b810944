"""The page of a tender, whatever its stage, and the list of tenders."""
