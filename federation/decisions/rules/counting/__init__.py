"""What is counted, and how: rules, rolls, ballots and tallies, in exact numbers."""
