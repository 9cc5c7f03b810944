"""The acts of people with their own accounts: sign in, choose a password, make a token."""
