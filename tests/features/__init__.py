"""The product's own features: they come in through the same door as plugins."""
