"""Action learning sets."""
