"""Reading tenders before any bid: what is asked, what was voted, who has an interest, who does what."""
