"""What pages and programs read about care homes."""
