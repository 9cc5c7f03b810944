"""Reading the rulebook."""
