"""Voting: putting to the vote, casting, standing aside, closing, receipts."""
