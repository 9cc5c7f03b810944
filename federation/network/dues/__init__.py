"""What somebody must do by a time: one list for all features."""
