"""The forms of tenders before any bid."""
