"""Practices and neighbourhoods: how they belong, and what is kept beside them."""
