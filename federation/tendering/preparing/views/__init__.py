"""The pages of tenders before any bid."""
