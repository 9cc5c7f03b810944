"""The pages of shared purchasing."""
