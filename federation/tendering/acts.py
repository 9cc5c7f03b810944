"""The acts of tenders in the record: each in the words that follow a person's name, and what it is about."""

from federation.plugin.feature import Act

ACTS: tuple[Act, ...] = ()
