"""How an award is shared out, fairness over all tenders, open data: so far rules alone."""
