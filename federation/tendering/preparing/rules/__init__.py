"""The rules of tenders before any bid: what is fixed, how it is shared, in which times."""
