"""The award as a decision of the members, standstill, sharing out, fairness over all tenders, open data."""
