"""What a course must do, and what providers ask for it."""
