"""Federation: GP practices that work together decide together."""
