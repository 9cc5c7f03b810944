"""How old a file is: what its name says, and what happened last in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from federation.network.rules.reading import date_in_words

LONG = timedelta(days=366)
"""A file that is older than this is named before it is saved."""
WHOLE = 1_000
"""Lines of a file from which on something happens in it every month: the last day in it is the file's own."""
_EIGHT = re.compile(r"(?<!\d)(20\d{2})[-_.]?(\d{2})[-_.]?(\d{2})(?!\d)")


def day_in_name(name: str) -> date | None:
    """The day that a file's name says: ``epraccur_20190531.csv``, ``epraccur-2019-05-31.csv``."""
    for found in _EIGHT.finditer(name):
        try:
            return date(*map(int, found.groups()))
        except ValueError:
            continue
    return None


def day_of_file(name: str, days: Iterable[date | None], lines: int, today: date) -> date | None:
    """Of which day a file is, or None where nobody can tell. Days to come are plans, and say nothing.

    In a large file the last thing that happened counts, whatever it is called; in a small one its name counts first.
    """
    last = max((day for day in days if day is not None and day <= today), default=None)
    named = day_in_name(name)
    if lines >= WHOLE and last is not None:
        return last
    return named if named is not None and named <= today else None


@dataclass(frozen=True, slots=True)
class FileAge:
    """The day of a file, what the federation holds already, and today."""

    day: date | None
    held: date | None
    today: date

    @property
    def is_older(self) -> bool:
        """Older than what the federation holds."""
        return self.day is not None and self.held is not None and self.day < self.held

    @property
    def is_old(self) -> bool:
        """Older than a year."""
        return self.day is not None and self.today - self.day > LONG

    @property
    def needs_word(self) -> bool:
        """Whether somebody must say that this file is meant."""
        return self.is_older or self.is_old

    @property
    def words(self) -> str:
        """What to know before it is saved; nothing where all is well."""
        if self.day is None:
            return ""
        day = date_in_words(self.day)
        if self.is_older and self.held is not None:
            return f"This file is of {day}. The federation has one of {date_in_words(self.held)} already."
        return f"This file is of {day}, more than a year ago." if self.is_old else ""
