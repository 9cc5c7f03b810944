"""What people do with rules, floors, kinds of matter and plugins."""
