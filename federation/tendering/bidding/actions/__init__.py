"""What bidders, the group that runs a tender and those who open bids do."""
