"""Decisions for programs: the same actions as the pages, as JSON."""
