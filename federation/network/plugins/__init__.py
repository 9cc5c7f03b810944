"""Plugins in a federation: which are on, who switched them, what went wrong with them."""
