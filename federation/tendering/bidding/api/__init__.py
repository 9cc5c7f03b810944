"""Bids for programs: of bidders, who have the secret of their link, and of those who ask for bids and open them."""
