"""A workshop as rows of charts and tables."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from federation.toolkit import moment

from ..queries.workshops import GroupEntry, GroupVotes, SeatedGroup
from ..rules.maturity import LEVELS, MATURITY
from ..rules.words import counted
from ..rules.workshop import DimensionOutcome, LevelEntry, by_gap, outcomes, priorities


class DimensionRow(NamedTuple):
    """One dimension on the page: places of the chart in percent, and the level of the last workshop."""

    outcome: DimensionOutcome
    now: str
    highest: str
    wanted: str
    earlier: str
    was: int | None
    change: str


class WorkshopResult(NamedTuple):
    """What a workshop found: in its own order, and with the priorities first."""

    rows: tuple[DimensionRow, ...]
    first: tuple[DimensionOutcome, ...]
    votes: int


class GroupProgress(NamedTuple):
    """How far a group has come."""

    group: SeatedGroup
    entered: int
    votes: int | None
    last: str


class DimensionProgress(NamedTuple):
    """What the groups have entered for a dimension so far."""

    key: str
    title: str
    entered: tuple[tuple[int, str], ...]
    outcome: DimensionOutcome | None


def outcomes_of(entries: Sequence[GroupEntry], votes: Sequence[GroupVotes]) -> tuple[DimensionOutcome, ...]:
    """Each dimension that a group has entered, with the votes of all groups for it."""
    return outcomes([_entry(one) for one in entries], _total(votes))


def result_of(found: Sequence[DimensionOutcome], earlier: Sequence[DimensionOutcome]) -> WorkshopResult:
    """The outcomes beside those of the last workshop, and with the priorities first."""
    before = {one.dimension: one for one in earlier}
    rows = tuple(_row(one, before.get(one.dimension)) for one in found)
    total = sum(one.votes for one in found)
    return WorkshopResult(rows, priorities(found) if total else by_gap(found), total)


def progress_of(
    groups: Sequence[SeatedGroup], entries: Sequence[GroupEntry], votes: Sequence[GroupVotes]
) -> tuple[GroupProgress, ...]:
    """How far each group has come, and who wrote last."""
    voted = {one.group: one for one in votes}
    return tuple(_progress(one, [row for row in entries if row.group == one.number], voted) for one in groups)


def dimensions_of(
    entries: Sequence[GroupEntry], found: Sequence[DimensionOutcome]
) -> tuple[DimensionProgress, ...]:
    """What was entered for each of the eight dimensions."""
    known = {one.dimension: one for one in found}
    return tuple(
        DimensionProgress(
            one.key,
            one.title,
            tuple((row.group, levels_in_words(row)) for row in entries if row.dimension == one.key),
            known.get(one.key),
        )
        for one in MATURITY
    )


def levels_in_words(row: GroupEntry) -> str:
    """``level 2 (2 to 4) now, level 3 wanted``."""
    spread = f" ({row.current} to {row.highest})" if row.highest else ""
    return f"level {row.current}{spread} now, level {row.wanted} wanted"


def time_of_day(value: datetime) -> str:
    """``1.30pm``, in England."""
    return moment(value).rpartition(", ")[2]


def _entry(row: GroupEntry) -> LevelEntry:
    return LevelEntry(f"Group {row.group}", row.dimension, row.current, row.wanted, row.note, row.highest)


def _total(votes: Sequence[GroupVotes]) -> dict[str, int]:
    return {one.key: sum(row.votes.get(one.key, 0) for row in votes) for one in MATURITY}


def _progress(group: SeatedGroup, rows: Sequence[GroupEntry], voted: dict[int, GroupVotes]) -> GroupProgress:
    votes = voted.get(group.number)
    entered: list[GroupEntry | GroupVotes] = [*rows, *([votes] if votes else [])]
    newest = max(entered, key=lambda one: one.entered_at, default=None)
    last = f"{newest.entered_as}, {time_of_day(newest.entered_at)}" if newest else ""
    return GroupProgress(group, len(rows), sum(votes.votes.values()) if votes else None, last)


def _row(one: DimensionOutcome, before: DimensionOutcome | None) -> DimensionRow:
    was = before.current.lowest if before else None
    return DimensionRow(
        one,
        _place(one.current.lowest),
        _place(one.current.highest),
        _place(one.wanted.lowest),
        "" if was is None else _place(was),
        was,
        "" if was is None else _change(one.current.lowest - was),
    )


def _place(level: int) -> str:
    """Where a level stands between the first and the last, in percent."""
    return f"{(level - LEVELS[0]) * 100 / (LEVELS[-1] - LEVELS[0]):.2f}"


def _change(levels: int) -> str:
    if not levels:
        return "The same"
    return f"{'Up' if levels > 0 else 'Down'} {counted(abs(levels), 'level')}"
