"""The reads of the record, its checkpoints and the security log."""
