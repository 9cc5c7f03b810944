"""Switching plugins, and what becomes of their failures."""
