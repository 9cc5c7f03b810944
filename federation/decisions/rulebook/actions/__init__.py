"""The acts of people with rules, floors, kinds of matter and plugins."""
