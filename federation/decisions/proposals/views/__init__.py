"""The pages on which proposals are written."""
