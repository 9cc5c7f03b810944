"""What people do: one function a verb."""
