"""The check of an import before it is saved: the file set beside the practices that it has now.

Nothing is written here. The web, the terminal and the actions that save all compare in this one place;
``digest`` is the fingerprint of what would change: saving can tell whether it still is what was shown.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import exists, or_, select

from federation.kernel import tenancy
from federation.kernel.clock import database_now
from federation.kernel.days import time_now
from federation.kernel.db import db
from federation.kernel.refusals import Invalid, Refusal
from federation.kernel.words import LONDON, plural
from federation.network.imports.rules import (
    CurrentPractice,
    FileAge,
    FileComparison,
    ImportSelection,
    ListSizesFile,
    NeighbourhoodColumn,
    NeighbourhoodComparison,
    PracticesFile,
    SizesComparison,
    compare,
    compare_list_sizes,
    compare_neighbourhoods,
    day_of_file,
    pick,
)
from federation.network.models import Federation, Membership, Neighbourhood, Practice
from federation.network.practices.queries.admission import members_admit

PRACTICES_OF: Final = "practices_of"
"""The setting of a federation that says of which day its newest practice file was."""
_SPOKE_LATELY: Final = timedelta(days=30)
"""How long a role counts that ended: nobody closes a practice by ending its people's roles first."""
MOST_BY_NAME: Final = 100
"""Practices of one kind that a preview lists; of more it says how many there are."""
MOST_WITH_TICKS: Final = 500
"""New practices that a preview lists with a tick each; more are picked by place or by a list of codes."""


class ImportSource(NamedTuple):
    """Where an import came from: the file's name and fingerprint, and the upload it was, if any."""

    name: str
    sha256: str
    upload_id: int | None = None

    @classmethod
    def of(cls, name: str, content: bytes, upload_id: int | None = None) -> "ImportSource":
        """The source that these bytes are."""
        return cls(name, hashlib.sha256(content).hexdigest(), upload_id)


@dataclass(frozen=True, slots=True)
class JoiningPlan:
    """How new practices join: a class for all, another for single ones (by code), and a neighbourhood."""

    membership: str = "full"
    own: Mapping[str, str] | None = None
    neighbourhood_id: int | None = None
    without: frozenset[str] = frozenset()
    """New practices (by code) that were unticked, and do not join."""

    def of(self, code: str) -> str:
        """The class of one new practice."""
        return (self.own or {}).get(code) or self.membership


class ChangedSinceCheck(Refusal):
    """The practices are no longer as they were when the preview was shown."""

    def __init__(self) -> None:
        super().__init__(
            "Something has changed since this check was shown, so nothing was saved. Check again, then save."
        )


class ImportRefused(Invalid):
    """Nothing is saved as it is; ``at_terminal`` says so to whoever has no box to tick."""

    def __init__(self, words: str, field: str, at_terminal: str) -> None:
        super().__init__(f"{words}. Nothing was saved", field)
        self.at_terminal = at_terminal


class UnreadLines(ImportRefused):
    """Lines cannot be read and nobody said to leave them out."""

    def __init__(self, lines: int) -> None:
        several = f"{lines:,} lines that" if lines != 1 else "line that"
        super().__init__(
            f"Tick to leave out the {several} cannot be read, or choose another file",
            "leave",
            f"{plural(lines, 'line')} cannot be read. Nothing was saved. Say --leave-out to go on without them.",
        )


@dataclass(frozen=True, slots=True)
class PracticesCheck:
    """The changes that saving a practice file would make. ``departed`` counts lines about practices that left."""

    comparison: FileComparison
    picked_lines: int
    other_unreadable: int
    departed: int
    digest: str


class OlderFile(ImportRefused):
    """The file is older than what is held, or than a year, and nobody said that it is meant."""

    def __init__(self, age: FileAge) -> None:
        super().__init__(
            f"{age.words} Tick to use it all the same",
            "older",
            f"{age.words} Nothing was saved. Say --older to use it all the same.",
        )


def practices_age(file: PracticesFile, name: str) -> FileAge:
    """How old a practice file is, beside the newest that the federation took in."""
    settings, now = db.session.execute(
        select(Federation.settings, database_now()).where(Federation.id == tenancy.current())
    ).one()
    today = now.astimezone(LONDON).date()
    days = (day for line in file.lines for day in (line.opened, line.closed))
    held = (settings or {}).get(PRACTICES_OF)
    return FileAge(
        day_of_file(name, days, file.total_lines, today), date.fromisoformat(held) if held else None, today
    )


def sizes_age(day: date, held: date | None) -> FileAge:
    """How old list sizes are, beside those that the federation has."""
    now = time_now()
    return FileAge(day, held, now.astimezone(LONDON).date())


def check_practices(file: PracticesFile, selection: ImportSelection) -> PracticesCheck:
    """Set a practice file beside the practices of the federation. Practices that left are passed over."""
    current, departed = practices_now()
    picked = pick(file, selection, (*current, *departed))
    lines = [line for line in picked.lines if line.code not in departed]
    passed_over = len(picked.lines) - len(lines)
    picked = replace(
        picked, lines=lines, unreadable=[line for line in picked.unreadable if line.code not in departed]
    )
    comparison = compare(picked, current)
    effect = (
        comparison.added,
        comparison.changed,
        comparison.closed,
        comparison.reopened,
        [(line.line, line.code) for line in comparison.unreadable],
    )
    return PracticesCheck(
        comparison, len(lines) + len(picked.unreadable), picked.other_unreadable, passed_over, _digest(effect)
    )


def practices_now() -> tuple[dict[str, CurrentPractice], set[str]]:
    """The practices of the federation by code, open and closed, and the codes of those that left. Two statements."""
    they_admit = members_admit() is not None
    spoke = or_(Membership.ended_at.is_(None), Membership.ended_at > time_now() - _SPOKE_LATELY)
    rows = db.session.execute(
        select(
            Practice.code,
            Practice.name,
            Practice.postcode,
            Practice.phone,
            Practice.icb,
            Practice.sub_icb,
            Practice.address,
            Practice.closed_on,
            Practice.left_on,
            Practice.membership,
            exists().where(Membership.practice_id == Practice.id, spoke),
            Practice.leaves_at,
        ).order_by(Practice.code)
    )
    current: dict[str, CurrentPractice] = {}
    departed: set[str] = set()
    for *facts, address, closed_on, left_on, membership, has_people, leaves_at in rows:
        code, name, postcode, phone, icb, sub_icb = facts
        if left_on is not None and closed_on is None:
            departed.add(code)
        else:
            current[code] = CurrentPractice(
                *(code, name, postcode, phone, icb, sub_icb),
                address=tuple(address or ()),
                closed_on=closed_on,
                by_members=they_admit and membership == "full",
                has_people=bool(has_people),
                leaves=leaves_at is not None,
            )
    return current, departed


@dataclass(frozen=True, slots=True)
class SizesCheck:
    """The changes that saving a file of list sizes would make. ``names`` are those of the federation's members, by code."""

    comparison: SizesComparison
    names: dict[str, str]
    digest: str


def check_list_sizes(file: ListSizesFile) -> SizesCheck:
    """Set a file of list sizes beside the members of the federation."""
    rows = db.session.execute(
        select(Practice.code, Practice.name, Practice.list_size, Practice.list_size_on)
        .where(Practice.closed_on.is_(None), Practice.left_on.is_(None))
        .order_by(Practice.name, Practice.id)
    ).all()
    current: dict[str, tuple[int | None, date | None]] = {row[0]: (row[2], row[3]) for row in rows}
    comparison = compare_list_sizes(file, current)
    effect = (
        comparison.extract_date,
        comparison.changed,
        comparison.confirmed,
        comparison.held_as_of,
        [(line.line, line.code) for line in comparison.unreadable],
    )
    return SizesCheck(comparison, {row[0]: row[1] for row in rows}, _digest(effect))


@dataclass(frozen=True, slots=True)
class PlacesCheck:
    """The changes that saving a column of neighbourhoods would make. ``names`` are those of the members, by code."""

    comparison: NeighbourhoodComparison
    names: dict[str, str]
    digest: str


def check_neighbourhoods(column: NeighbourhoodColumn) -> PlacesCheck:
    """Set a column of neighbourhoods beside the members of the federation."""
    rows = db.session.execute(
        select(Practice.code, Practice.name, Neighbourhood.name)
        .outerjoin(Neighbourhood, Neighbourhood.id == Practice.neighbourhood_id)
        .where(Practice.closed_on.is_(None), Practice.left_on.is_(None))
        .order_by(Practice.name, Practice.id)
    ).all()
    ours = tuple(db.session.scalars(select(Neighbourhood.name).order_by(Neighbourhood.id)))
    comparison = compare_neighbourhoods(column, {row[0]: row[2] for row in rows}, ours)
    effect = (
        comparison.changed,
        comparison.new_names,
        [(line.line, line.code) for line in comparison.unreadable],
    )
    return PlacesCheck(comparison, {row[0]: row[1] for row in rows}, _digest(effect))


def _digest(effect: Any) -> str:
    return hashlib.sha256(repr(effect).encode()).hexdigest()
