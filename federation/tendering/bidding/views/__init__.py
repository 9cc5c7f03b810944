"""Pages of bidders, and of those who ask for bids and open them."""
