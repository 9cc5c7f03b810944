"""Votes against the record."""
