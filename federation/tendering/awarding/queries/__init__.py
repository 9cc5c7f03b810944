"""Reading awards."""
