"""Leadership development: checklists, and challenges of fellows."""
