"""Scores, their locks, moderation, prices, the ranking."""
