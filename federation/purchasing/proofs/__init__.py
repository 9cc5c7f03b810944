"""The rows of shared purchasing against the record: what was changed behind its back is found."""
