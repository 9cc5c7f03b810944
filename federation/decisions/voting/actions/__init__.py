"""What people do in votes, and what happens when their time comes."""
