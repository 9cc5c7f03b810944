"""Reading how bids are judged."""
