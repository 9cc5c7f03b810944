"""The reads of shared purchasing."""
