"""The pages of the federation itself, and what administrators find first."""
