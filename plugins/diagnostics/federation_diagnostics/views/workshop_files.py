"""A workshop to take elsewhere: as text for a proposal, as a file."""

from collections.abc import Iterator, Sequence

from ..queries.workshops import GroupEntry, GroupVotes
from ..rules.maturity import LEVEL_TITLES, MATURITY
from ..rules.words import counted
from ..rules.workshop import DimensionOutcome

CSV_HEADINGS = (
    "Dimension",
    "Group",
    "Level now",
    "Highest level seen now",
    "Level wanted",
    "Votes",
    "Note",
)
EVERYBODY = "All groups"


def priority_text(title: str, one: DimensionOutcome) -> str:
    """The finding as a proposal carries it."""
    now = (
        f"At the workshop “{title}”, {counted(one.groups, 'group')} saw “{one.title}” like this. {one.words}."
    )
    level = next(dimension for dimension in MATURITY if dimension.key == one.dimension).levels
    meaning = [
        f"Level {at}, {LEVEL_TITLES[at].lower()}: {level[at - 1]}"
        for at in sorted({one.current.lowest, one.wanted.lowest})
    ]
    votes = [f"It had {counted(one.votes, 'vote')} as a priority."] if one.votes else []
    return "\n\n".join([now, *meaning, *votes, *(f"{group}: “{note}”" for group, note in one.notes)])


def csv_rows(
    entries: Sequence[GroupEntry], votes: Sequence[GroupVotes], found: Sequence[DimensionOutcome]
) -> Iterator[tuple[object, ...]]:
    """Each dimension: what is recorded of all groups, then what each group entered."""
    by_group = {one.group: one.votes for one in votes}
    for one in found:
        now = one.current
        yield one.title, EVERYBODY, now.lowest, now.highest, one.wanted.lowest, one.votes, ""
        for row in entries:
            if row.dimension == one.dimension:
                given = by_group.get(row.group, {}).get(row.dimension, 0)
                seen = row.highest or row.current
                yield one.title, f"Group {row.group}", row.current, seen, row.wanted, given, row.note
