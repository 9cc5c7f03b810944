"""Who is asked to bid, questions, sealed bids, opening them."""
