"""The award by vote, how it is shared out, fairness over all tenders, and what leaves the house as open data."""
