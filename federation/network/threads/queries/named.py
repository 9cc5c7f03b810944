"""Whom a comment names, of those who may read it."""

from collections import defaultdict
from typing import Any, Final

from sqlalchemy import func, or_, select

from federation.kernel import tenancy
from federation.kernel.db import db
from federation.kernel.reading import read_for
from federation.network.arrival import place_of
from federation.network.models import Membership, ThreadComment
from federation.network.threads.queries.personal import reads_comment
from federation.network.threads.rules import NamedPerson, people_named, possible_names
from federation.people.models import Person

MOST_NAMED: Final = 10
"""People whom one comment can name; the names of others are text."""


def named_in(made: ThreadComment) -> list[NamedPerson]:
    """Who is named in a comment that is written down, and may read it; nobody learns from it whose name is known here."""
    names = {name for found in possible_names(made.body).values() for name in found}
    if not names:
        return []
    known: dict[str, set[int]] = defaultdict(set)
    people = db.session.execute(
        select(Person.id, Person.name, Person.email)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.in_force(),
            Person.erased_at.is_(None),
            or_(Person.name.in_(names), func.lower(Person.name).in_({name.lower() for name in names})),
        )
        .distinct()
    ).all()
    by_id = {row.id: row for row in people}
    for row in people:
        known[row.name.casefold()].add(row.id)
    found: list[NamedPerson] = []
    reads: dict[int, bool] = {}
    for one in people_named(made.body, known):
        if one.person_id not in reads and len(reads) < MOST_NAMED:
            reads[one.person_id] = _reads(by_id[one.person_id], made.id)
        if reads.get(one.person_id):
            found.append(one)
    return found


def _reads(person: Any, comment_id: int) -> bool:
    with read_for(person.id):
        reader = place_of(person.id, person.name, person.email, tenancy.current())
        return reader is not None and reads_comment(reader, comment_id)
