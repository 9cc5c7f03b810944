"""Reading who was asked, drafts, bids and questions."""
