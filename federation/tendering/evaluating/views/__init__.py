"""The pages on which bids are judged."""
