"""Copies of an installation: made while people vote, restored into an empty place, on either kind of database."""
