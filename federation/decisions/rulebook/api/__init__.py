"""The rulebook for programs."""
