"""The letters about places in a federation, and about which practices may vote."""
