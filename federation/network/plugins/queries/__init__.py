"""Which plugins are on, what they are set to, and what went wrong with them."""
