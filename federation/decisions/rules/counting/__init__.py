"""The counting of votes: rules, rolls, ballots and tallies, in exact numbers."""
