"""Reading what lies in neighbourhoods that are about to be split or merged, and what was before."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import case, func, or_, select

from federation.kernel import record
from federation.kernel.db import db
from federation.kernel.refusals import NotFound
from federation.network.models import GroupSeat, Neighbourhood, NetworkGroup, PlaceChange, Practice
from federation.network.practices.rules import PlacedPractice, PlaceSum, sum_of
from federation.people.models import Person


class PracticeToPlace(NamedTuple):
    """A practice of a neighbourhood that is to be split: what stands after its name says that it closed or left."""

    id: int
    code: str
    name: str
    patients: int | None
    is_gone: bool


class SummedPlace(NamedTuple):
    """A neighbourhood by name, with what lies in it."""

    name: str
    practices: int
    patients: int
    unsized: int

    @classmethod
    def of(cls, name: str, found: PlaceSum) -> "SummedPlace":
        """A name with its sums."""
        return cls(name, *found)


class Rearrangement(NamedTuple):
    """What a split or a merger does: neighbourhoods before and after with their sums, groups of localities that it may concern,
    and a fingerprint of all that was read for it."""

    before: list[SummedPlace]
    after: list[SummedPlace]
    groups: list[str]
    digest: str

    @property
    def total(self) -> SummedPlace:
        """All that lies in them, before as after."""
        sums = [sum(column) for column in zip(*(one[1:] for one in self.before), strict=True)]
        return SummedPlace("All together", *sums)


def places_named(ids: Collection[int]) -> dict[int, str]:
    """The names of neighbourhoods that there are now, by number. Raises ``NotFound`` where one is missing. One statement."""
    rows = db.session.execute(
        select(Neighbourhood.id, Neighbourhood.name)
        .where(Neighbourhood.id.in_(list(ids)), Neighbourhood.ended_at.is_(None))
        .order_by(Neighbourhood.name)
    )
    found = {row.id: row.name for row in rows}
    if set(found) != set(ids):
        raise NotFound()
    return found


def practices_to_place(ids: Collection[int]) -> dict[int, list[PracticeToPlace]]:
    """The practices of neighbourhoods, by the number of each, in order of name; those that closed or left come too, without
    patients. One statement."""
    found: dict[int, list[PracticeToPlace]] = {number: [] for number in ids}
    patients = case((Practice.belongs(), Practice.list_size), else_=0)
    rows = db.session.execute(
        select(
            Practice.neighbourhood_id,
            Practice.id,
            Practice.code,
            Practice.name,
            patients,
            ~Practice.belongs(),
        )
        .where(Practice.neighbourhood_id.in_(list(ids)))
        .order_by(Practice.name, Practice.id)
    )
    for place, *row in rows:
        found[place].append(PracticeToPlace(*row))
    return found


def rearrangement(
    before: Mapping[str, Sequence[PlacedPractice]], after: Mapping[str, Sequence[PlacedPractice]]
) -> Rearrangement:
    """What goes from where to where, to be shown and compared. One statement."""
    numbers = [one.id for part in before.values() for one in part]
    parts = [[name, [list(one) for one in part]] for side in (before, after) for name, part in side.items()]
    return Rearrangement(
        [SummedPlace.of(name, sum_of(part)) for name, part in before.items()],
        [SummedPlace.of(name, sum_of(part)) for name, part in after.items()],
        _groups(list(before), numbers),
        record.digest(parts),
    )


def _groups(names: Sequence[str], practices: Sequence[int]) -> list[str]:
    """Teams of localities in which these practices sit, or that bear the name of one of these neighbourhoods."""
    sits = select(GroupSeat.group_id).where(
        GroupSeat.is_held(),
        or_(GroupSeat.practice_id.in_(practices), GroupSeat.came_from_id.in_(practices)),
    )
    rows = db.session.execute(
        select(NetworkGroup.name, NetworkGroup.id.in_(sits).label("sits"))
        .where(NetworkGroup.kind == "locality", NetworkGroup.ended_at.is_(None))
        .order_by(NetworkGroup.name)
    )
    return [row.name for row in rows if row.sits or any(name.lower() in row.name.lower() for name in names)]


class PastChange(NamedTuple):
    """A split or a merger that was: what there was before, and what came of it."""

    kind: str
    at: datetime
    by: str
    before: list[SummedPlace]
    after: list[SummedPlace]


def changes_of_places(most: int = 100) -> list[PastChange]:
    """How neighbourhoods were split and merged, the newest first. One statement."""
    rows = db.session.execute(
        select(PlaceChange.kind, PlaceChange.at, Person.name, PlaceChange.parts)
        .join(Person, Person.id == PlaceChange.person_id)
        .order_by(PlaceChange.id.desc())
        .limit(most)
    )
    return [
        PastChange(row.kind, row.at, row.name, _sums(row.parts["before"]), _sums(row.parts["after"]))
        for row in rows
    ]


def _sums(kept: Sequence[Sequence[Any]]) -> list[SummedPlace]:
    return [SummedPlace._make(one) for one in kept]


def summed_places() -> list[SummedPlace]:
    """The neighbourhoods that there are, with what lies in them. One statement."""
    belongs = Practice.belongs()
    rows = db.session.execute(
        select(
            Neighbourhood.name,
            func.count(Practice.id),
            func.coalesce(func.sum(case((belongs, Practice.list_size), else_=0)), 0),
            func.coalesce(func.sum(case((belongs & Practice.list_size.is_(None), 1), else_=0)), 0),
        )
        .outerjoin(Practice, Practice.neighbourhood_id == Neighbourhood.id)
        .where(Neighbourhood.ended_at.is_(None))
        .group_by(Neighbourhood.id, Neighbourhood.name)
        .order_by(Neighbourhood.name)
    )
    return [SummedPlace(row[0], int(row[1]), int(row[2]), int(row[3])) for row in rows]
