"""The forms of shared purchasing."""
