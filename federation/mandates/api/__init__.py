"""Mandates, for programs."""
