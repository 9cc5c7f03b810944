"""What practices need to learn, and how the members rank it."""
