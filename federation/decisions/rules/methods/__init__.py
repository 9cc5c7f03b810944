"""The ways to decide: each is one value in one file."""
