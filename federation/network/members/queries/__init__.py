"""Who belongs where, and who has to confirm it."""
