"""How often a group said that it meets, and whether it did."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple


class StatedRhythm(NamedTuple):
    """From ``since`` on a group meets once in so many ``weeks``; 0: it says no more how often."""

    since: date
    weeks: int


class RhythmPeriod(NamedTuple):
    """A time in which a group was to meet once, from its first to its last day. ``met_on``: the first day on which it did;
    ``is_over``: whether its last day has passed."""

    first: date
    last: date
    met_on: date | None
    is_over: bool

    @property
    def is_missed(self) -> bool:
        """Whether it has passed without a meeting."""
        return self.is_over and self.met_on is None


def periods_of(stated: Sequence[StatedRhythm], held: Iterable[date], today: date) -> list[RhythmPeriod]:
    """The periods up to that of ``today``, in order, of what was stated in order: a rhythm counts until the next one does."""
    days, found = sorted(held), []
    ends = [later.since for _, later in pairwise(stated)]
    for (since, weeks), until in zip(stated, [*ends, *([date.max] if stated else [])], strict=True):
        first = since
        while weeks and first <= today and first < until:
            following = min(first + timedelta(weeks=weeks), until)
            last = following - timedelta(days=1)
            met_on = next((day for day in days if first <= day <= last), None)
            found.append(RhythmPeriod(first, last, met_on, last < today))
            first = following
    return found


def next_begins(stated: Sequence[StatedRhythm], today: date) -> date:
    """From when a rhythm counts that is stated today: after the period that runs, so that none is missed by stating another."""
    running = [one for one in periods_of(stated, (), today) if not one.is_over]
    return running[-1].last + timedelta(days=1) if running else today
