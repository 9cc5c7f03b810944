"""The record of a federation: its entries, its checkpoints, and the security log."""
