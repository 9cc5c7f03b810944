"""The work of groups, for programs."""
