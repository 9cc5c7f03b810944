"""Homes, where practices lie, and how many residents are registered where."""
