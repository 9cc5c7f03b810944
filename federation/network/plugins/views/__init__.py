"""The pages on which administrators look after plugins."""
