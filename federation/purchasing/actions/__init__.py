"""What is done in shared purchasing."""
