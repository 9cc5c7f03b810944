"""What the groups of a maturity workshop agreed, put together.

A workshop is a talk, not a survey: entries are the groups' own, said aloud, and not anonymous. The lowest
level is recorded and the range noted, because whoever sees less has seen something.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .errors import DiagnosticsError
from .maturity import LEVELS, MATURITY
from .words import counted

VOTES_EACH = 3
_ORDER = {one.key: place for place, one in enumerate(MATURITY)}


@dataclass(frozen=True)
class LevelEntry:
    """Where one group (or, where there is but one, one person) sees a dimension now and wants it in a year.

    ``current`` is the lowest level that somebody in the group saw now; ``highest`` the highest, None where all saw
    the same. Error: DiagnosticsError for a level that there is not, or for one wanted, or a highest one, below
    the current one.
    """

    group: str
    dimension: str
    current: int
    wanted: int
    note: str = ""
    highest: int | None = None

    def __post_init__(self) -> None:
        if self.dimension not in _ORDER:
            raise DiagnosticsError("dimension", "This dimension is not part of the workshop.")
        highest = self.current if self.highest is None else self.highest
        for field, level in (("current", self.current), ("highest", highest), ("wanted", self.wanted)):
            if level not in LEVELS:
                raise DiagnosticsError(field, f"Choose a level from {LEVELS[0]} to {LEVELS[-1]}.")
        if highest < self.current:
            raise DiagnosticsError("highest", "Choose a highest level that is not below the lowest one.")
        if self.wanted < self.current:
            raise DiagnosticsError("wanted", "Choose a wanted level that is not below where you are now.")


@dataclass(frozen=True)
class LevelRange:
    """What is recorded of several levels: the lowest, and the range."""

    lowest: int
    highest: int

    @property
    def words(self) -> str:
        """``2 (2 to 4)``; ``3`` where all groups agree."""
        return f"{self.lowest}" + (
            f" ({self.lowest} to {self.highest})" if self.highest > self.lowest else ""
        )


@dataclass(frozen=True)
class DimensionOutcome:
    """One dimension: ``gap`` is how many levels lie between what is recorded now and as wanted."""

    dimension: str
    title: str
    groups: int
    current: LevelRange
    wanted: LevelRange
    notes: tuple[tuple[str, str], ...]
    votes: int

    @property
    def gap(self) -> int:
        return self.wanted.lowest - self.current.lowest

    @property
    def words(self) -> str:
        """``Level 2 (2 to 4) now, 3 wanted; 4 groups``."""
        return f"Level {self.current.words} now, {self.wanted.words} wanted; {counted(self.groups, 'group')}"


def outcomes(
    entries: Iterable[LevelEntry], votes: Mapping[str, int] | None = None
) -> tuple[DimensionOutcome, ...]:
    """Each dimension that a group has entered, in the order of the workshop.

    ``votes`` gives the votes for a dimension as priority. Errors: DiagnosticsError where a group has entered
    a dimension twice, and for votes below 0 or for a dimension that there is not.
    """
    by_dimension: dict[str, dict[str, LevelEntry]] = {}
    for entry in entries:
        groups = by_dimension.setdefault(entry.dimension, {})
        if entry.group in groups:
            raise DiagnosticsError("group", f"{entry.group} has entered this dimension already. Change that.")
        groups[entry.group] = entry
    given = _checked(votes or {})
    return tuple(
        _outcome(one.key, one.title, by_dimension[one.key], given.get(one.key, 0))
        for one in MATURITY
        if one.key in by_dimension
    )


def priorities(found: Iterable[DimensionOutcome]) -> tuple[DimensionOutcome, ...]:
    """Most votes first; of equal votes the larger gap, then the lower level now, then the workshop's order."""
    return tuple(
        sorted(found, key=lambda one: (-one.votes, -one.gap, one.current.lowest, _ORDER[one.dimension]))
    )


def by_gap(found: Iterable[DimensionOutcome]) -> tuple[DimensionOutcome, ...]:
    """The largest gap first, before anybody voted; of equal gaps the lower level now, then the order."""
    return tuple(sorted(found, key=lambda one: (-one.gap, one.current.lowest, _ORDER[one.dimension])))


def _outcome(key: str, title: str, groups: Mapping[str, LevelEntry], votes: int) -> DimensionOutcome:
    entries = [groups[name] for name in sorted(groups)]
    return DimensionOutcome(
        dimension=key,
        title=title,
        groups=len(entries),
        current=_levels(
            [entry.current for entry in entries] + [entry.highest for entry in entries if entry.highest]
        ),
        wanted=_levels([entry.wanted for entry in entries]),
        notes=tuple((entry.group, entry.note) for entry in entries if entry.note),
        votes=votes,
    )


def _levels(levels: list[int]) -> LevelRange:
    return LevelRange(min(levels), max(levels))


def _checked(votes: Mapping[str, int]) -> Mapping[str, int]:
    for key, number in votes.items():
        if key not in _ORDER:
            raise DiagnosticsError(key, "This dimension is not part of the workshop.")
        if number < 0:
            raise DiagnosticsError(key, "Enter how many votes this dimension had: 0 or more.")
    return votes
