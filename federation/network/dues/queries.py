"""What people and practices must do: what somebody owes, what is late, and what was done lately. One statement each, however
many features ask for something."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from flask import current_app, url_for
from sqlalchemy import ColumnElement, bindparam, or_, select, union_all

from federation.kernel.days import last_day
from federation.kernel.db import db
from federation.kernel.pages import known_pages, page_url
from federation.network.models import CalendarKey, Practice, ThingDue
from federation.people.addresses import full_address
from federation.people.models import Person
from federation.plugin.door import door
from federation.plugin.feature import PersonalRecord

MOST_DUE = 50
MOST_LATE = 20


class ShownDue(NamedTuple):
    """Something to be done, as lists show it. ``owner`` and ``practice`` are names; None where it is nobody's in person, or
    of no practice."""

    id: int
    feature: str
    key: str | None
    words: str
    about: str
    endpoint: str
    values: Mapping[str, Any]
    due_at: datetime
    whole_day: bool
    since: datetime
    begun: bool
    word: str
    done_at: datetime | None
    person_id: int | None
    practice_id: int | None
    owner: str | None
    practice: str | None

    @property
    def due_on(self) -> date:
        """The last day in England on which there is time for it."""
        return last_day(self.due_at)

    def is_of(self, owners: "DueOwners") -> bool:
        """Whether the person, or one of the practices, owes it."""
        return self.person_id == owners.person_id or self.practice_id in owners.practice_ids

    @property
    def url(self) -> str:
        """The address of its page in the federation of this request; Home where its feature has no such page any more."""
        if self.endpoint in current_app.view_functions:
            return url_for(self.endpoint, **self.values)
        return page_url("start")

    def full_url(self, slug: str) -> str:
        """The whole address of its page, for programs and calendars; the federation's first page where there is none."""
        if self.endpoint in current_app.view_functions:
            return full_address(self.endpoint, federation=slug, **self.values)
        return full_address(known_pages().start, federation=slug)


_COLUMNS = (
    ThingDue.id,
    ThingDue.feature,
    ThingDue.key,
    ThingDue.words,
    ThingDue.about,
    ThingDue.endpoint,
    ThingDue.values,
    ThingDue.due_at,
    ThingDue.whole_day,
    ThingDue.since,
    ThingDue.begun,
    ThingDue.word,
    ThingDue.done_at,
    ThingDue.person_id,
    ThingDue.practice_id,
)
_person: Any = bindparam("person")
_practices: Any = bindparam("practices", expanding=True)
_FEATURES: Any = bindparam("features", expanding=True)
_NOT_OF: Any = bindparam("not_of", expanding=True)
"""The practices again: an empty list is written once a name, and would read as all of them in ``IN`` beside ``NOT IN``."""


class DueOwners(NamedTuple):
    """Whose things are asked for: a person, practices, and the plugins that are on in the federation; what a plugin asks
    for that is off is not shown."""

    person_id: int
    practice_ids: Collection[int]
    plugins: Collection[str] = ()

    def given(self, **more: Any) -> dict[str, Any]:
        """The values of a statement."""
        own = {one.name for one in door().features.values() if one.always_on}
        whose = {"person": self.person_id, "practices": list(self.practice_ids)}
        return {**whose, "features": sorted(own.union(self.plugins)), **more}


def things_owed(owners: DueOwners, until: datetime, late_of_others: datetime | None = None) -> list[ShownDue]:
    """What they have to do until then and have not done, by time. Where ``late_of_others`` is given (the time it is), also
    what is ``shared`` and late with others."""
    if late_of_others is None:
        return _shown(_owed(False), owners.given(until=until))
    given = owners.given(until=until, now=late_of_others, not_of=list(owners.practice_ids))
    return _shown(_owed(True), given)


def done_lately(owners: DueOwners, since: datetime) -> list[ShownDue]:
    """What they have done since then, the latest first."""
    return _shown(_done(), owners.given(since=since))


def calendar_key_since(person_id: int) -> datetime | None:
    """Since when a key opens the person's calendar here; None where none does."""
    return db.session.scalar(select(CalendarKey.made_at).where(CalendarKey.person_id == person_id))


def personal_dues(person_id: int) -> list[PersonalRecord]:
    """What the person was asked for by a key, and done; and the key of their calendar. What has a row of its feature's own
    is told by that feature."""
    asked = select(*_COLUMNS).where(
        or_(ThingDue.person_id == person_id, ThingDue.done_by == person_id), ThingDue.key.is_not(None)
    )
    found = [
        PersonalRecord(
            "Something to do",
            {
                "asked_by": row.feature,
                "what": row.words,
                "due_at": row.due_at.isoformat(),
                "done_at": row.done_at.isoformat() if row.done_at else None,
                "word": row.word,
            },
        )
        for row in db.session.execute(asked.order_by(ThingDue.id))
    ]
    if since := calendar_key_since(person_id):
        found.append(PersonalRecord("Calendar", {"read_by_a_key_since": since.isoformat()}))
    return found


def _shown(statement: Any, given: Mapping[str, Any]) -> list[ShownDue]:
    return [ShownDue(*row) for row in db.session.execute(statement, given)]


def _whose() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Of the person, and of their practices without being theirs."""
    return (
        ThingDue.person_id == _person,
        ThingDue.practice_id.in_(_practices) & ThingDue.person_id.is_distinct_from(_person),
    )


@cache
def _owed(with_others: bool) -> Any:
    parts = [
        select(*_COLUMNS)
        .where(whose, ThingDue.is_open(), ThingDue.due_at <= bindparam("until"), _is_here())
        .order_by(ThingDue.due_at, ThingDue.id)
        .limit(MOST_DUE)
        for whose in _whose()
    ]
    if with_others:
        others = (
            ThingDue.shared.is_(True),
            ThingDue.person_id.is_distinct_from(_person),
            or_(ThingDue.practice_id.is_(None), ThingDue.practice_id.not_in(_NOT_OF)),
            ThingDue.due_at <= bindparam("now"),
        )
        parts.append(
            select(*_COLUMNS)
            .where(ThingDue.is_open(), *others, _is_here())
            .order_by(ThingDue.due_at, ThingDue.id)
            .limit(MOST_LATE)
        )
    return _named(parts, latest_first=False)


@cache
def _done() -> Any:
    parts = [
        select(*_COLUMNS)
        .where(whose, ThingDue.done_at >= bindparam("since"), _is_here())
        .order_by(ThingDue.done_at.desc(), ThingDue.id.desc())
        .limit(MOST_DUE)
        for whose in _whose()
    ]
    return _named(parts, latest_first=True)


def _is_here() -> ColumnElement[bool]:
    return ThingDue.feature.in_(_FEATURES)


def _named(parts: Sequence[Any], latest_first: bool) -> Any:
    """The parts together, with the names of people and practices."""
    found = union_all(*(select(part.subquery()) for part in parts)).subquery()
    order = (found.c.done_at.desc(), found.c.id.desc()) if latest_first else (found.c.due_at, found.c.id)
    return (
        select(*found.c, Person.name.label("owner"), Practice.name.label("practice"))
        .outerjoin(Person, Person.id == found.c.person_id)
        .outerjoin(Practice, Practice.id == found.c.practice_id)
        .order_by(*order)
    )
