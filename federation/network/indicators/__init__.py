"""Figures that members read of themselves, from all features."""
