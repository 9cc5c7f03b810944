"""What programs send and read of votes and ballots."""
