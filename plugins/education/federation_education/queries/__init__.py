"""The reads that deserve a name."""
