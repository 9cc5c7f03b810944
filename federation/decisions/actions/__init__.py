"""What people do with decisions, one function a verb."""
