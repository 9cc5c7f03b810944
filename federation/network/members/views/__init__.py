"""The pages of the people of a federation."""
