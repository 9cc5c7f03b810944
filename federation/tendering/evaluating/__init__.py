"""Judging bids: each scorer alone and locked, what they agree, the prices, the ranking and how firm it is."""
