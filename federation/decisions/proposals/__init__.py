"""Proposals: drafts and their versions, who writes them, and what they say."""
