"""Shared purchasing for programs."""
