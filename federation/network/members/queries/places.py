"""In which federations somebody has a place, read before one is chosen."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sqlalchemy import and_, select

from federation.kernel.db import db
from federation.kernel.policy import Seat
from federation.kernel.tenancy import every_federation
from federation.network.members.queries.roles import role_in_words
from federation.network.models import Federation, Membership, Practice
from federation.people.queries import PersonPlace


def federations_of(person_id: int, ended: bool = False) -> list[PersonPlace]:
    """The federations in which a person has a role now, by name; with ``ended`` also those of the past."""
    with every_federation("a person sees which federations they belong to, before one is chosen"):
        statement = (
            select(
                Federation.id,
                Federation.slug,
                Federation.name.label("federation"),
                Membership.role,
                Membership.is_chair,
                Practice.id.label("practice_id"),
                Practice.code,
                Practice.name,
            )
            .select_from(Membership)
            .join(Federation, Federation.id == Membership.federation_id)
            .outerjoin(
                Practice,
                and_(
                    Practice.federation_id == Membership.federation_id, Practice.id == Membership.practice_id
                ),
            )
            .where(Membership.person_id == person_id)
            .order_by(Federation.name, Federation.id, Practice.name)
        )
        if not ended:
            statement = statement.where(Membership.in_force())
        rows = db.session.execute(statement).all()
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.id].append(row)
    return [_place(those) for those in found.values()]


def _place(rows: list[Any]) -> PersonPlace:
    first = rows[0]
    roles = dict.fromkeys(role_in_words(row.role, row.is_chair) for row in rows)
    seats = tuple(
        Seat(row.practice_id, row.code, row.name, row.role) for row in rows if row.practice_id is not None
    )
    return PersonPlace(
        first.id, first.slug, first.federation, tuple(roles), seats, frozenset(row.role for row in rows)
    )


def demo_people() -> list[Mapping[str, Any]]:
    """The sign-ins that the demonstration's federations offer (``settings["demo_people"]``)."""
    found: list[Mapping[str, Any]] = []
    for settings in db.session.scalars(select(Federation.settings).order_by(Federation.id)):
        found.extend((settings or {}).get("demo_people", ()))
    return found
