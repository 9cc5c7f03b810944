"""Who may confirm a role, and how a list of people to invite is read."""
