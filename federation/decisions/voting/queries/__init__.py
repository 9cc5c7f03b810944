"""Reading votes: rolls, ballots, receipts and what is owed."""
