"""The filter of the register, and a page of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from federation.decisions.words import RESULTS

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class RegisterFilter:
    """What the register is narrowed to.

    ``results`` are names of ``words.RESULTS``; ``review_by``: only those whose review is due by this day.
    """

    text: str = ""
    results: tuple[str, ...] = ()
    aim: int | None = None
    year: int | None = None
    review_by: date | None = None

    @property
    def verdicts(self) -> tuple[str, ...]:
        """The verdicts wanted; none means all."""
        return tuple(one for name, _, verdicts in RESULTS if name in self.results for one in verdicts)

    @property
    def countable(self) -> bool:
        """Whether the running totals say how many there are."""
        return not (self.text or self.aim is not None or self.review_by)

    @property
    def filters(self) -> int:
        """How many filters are on."""
        return (
            len(self.results)
            + (self.aim is not None)
            + (self.year is not None)
            + (self.review_by is not None)
        )


class RegisterRow(NamedTuple):
    """A decision as lists show it. ``place`` orders it among those found for words."""

    id: int
    number: str
    title: str
    verdict: str
    closed_at: datetime
    how: str
    review_on: date | None
    replaced_by: int | None
    place: int


class RegisterPage(NamedTuple):
    """Some decisions, and where to go on: a mark for the page before and the page after, or None."""

    rows: Sequence[RegisterRow]
    newer: str | None
    older: str | None


@dataclass(frozen=True, slots=True)
class RegisterTotals:
    """How many decisions there are, by year and verdict."""

    rows: Sequence[tuple[int, str, int]] = field(default=())

    @property
    def years(self) -> list[int]:
        """The years that have decisions, newest first."""
        return sorted({year for year, _, _ in self.rows}, reverse=True)

    def of(self, wanted: RegisterFilter) -> int:
        """How many a list narrowed by result and year has."""
        verdicts = wanted.verdicts
        return sum(
            number
            for year, verdict, number in self.rows
            if (not verdicts or verdict in verdicts) and wanted.year in (None, year)
        )

    @property
    def all(self) -> int:
        """How many there are."""
        return sum(number for *_, number in self.rows)


def write_mark(row: RegisterRow, by_words: bool) -> str:
    """The place of a decision in its list, for an address."""
    if by_words:
        return str(row.place)
    return f"{(row.closed_at - EPOCH) // timedelta(microseconds=1)}.{row.id}"


def read_mark(mark: str) -> tuple[int, ...]:
    """The place that an address names; none when it names none."""
    parts = mark[1:].split(".")
    if (
        mark[:1] not in ("-", "+")
        or len(parts) > 2
        or not all(part.isascii() and part.isdigit() and len(part) < 18 for part in parts)
    ):
        return ()
    return tuple(int(part) for part in parts)
