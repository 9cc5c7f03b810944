"""The discussion of a proposal: comments, and answers to them."""
