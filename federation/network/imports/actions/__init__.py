"""Keeping files that were uploaded, and saving what they say."""
