"""What people do while bids are judged."""
