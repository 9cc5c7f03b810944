"""Shared purchasing."""
