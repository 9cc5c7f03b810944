"""Guests: people from outside, who come by a link to one thing and have neither an account nor a role."""
