"""Bids: asking for them, handing in, and opening by two people."""
