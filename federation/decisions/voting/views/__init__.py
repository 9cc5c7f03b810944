"""The pages of votes."""
