"""Mandates: what the members let a group do in their name, what it does with that, and how it is taken away again."""
