"""The security log of a federation: what its people did about their accounts, and acts of the record that bear on it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, literal, or_, select

from federation.kernel import tenancy
from federation.kernel.db import db
from federation.kernel.record import RecordEntry
from federation.network.models import Membership
from federation.network.record.queries.record import NAME_IN_RECORD
from federation.people.models import Person, SecurityEvent
from federation.plugin.door import door

PAGE: Final = 50
_RECORDED, _NOTED = 0, 1
_Place = tuple[datetime, int, int] | None


class SecurityLine(NamedTuple):
    """One line. ``data`` is the record's, and empty for events; ``source`` and ``number`` tell lines of one instant
    apart."""

    at: datetime
    source: int
    number: int
    name: str | None
    what: str
    subject: str
    data: str
    network: str
    device: str

    @property
    def place(self) -> str:
        """Where the next page begins."""
        return f"{self.at.isoformat()}~{self.source}~{self.number}"


def security_page(group: str = "", after: str = "") -> tuple[list[SecurityLine], str]:
    """A page of lines, newest first, and where the next one begins (empty at the end). Two statements."""
    place = _read(after)
    found = [
        SecurityLine._make(row)
        for statement in (_noted(group, place), _recorded(group, place))
        if statement is not None
        for row in db.session.execute(statement.limit(PAGE + 1))
    ]
    found.sort(key=lambda line: (line.at, line.source, line.number), reverse=True)
    more, lines = len(found) > PAGE, found[:PAGE]
    return lines, lines[-1].place if more else ""


def every_security_line(group: str = "") -> Iterator[SecurityLine]:
    """All lines, newest first, a page at a time."""
    after = ""
    while True:
        lines, after = security_page(group, after)
        yield from lines
        if not after:
            return


def _noted(group: str, place: _Place) -> Select[Any] | None:
    """Events in this federation, and those of people while they had a role here."""
    theirs = (
        select(Membership.id)
        .where(
            Membership.federation_id == tenancy.current(),
            Membership.person_id == SecurityEvent.person_id,
            Membership.started_at <= SecurityEvent.at,
            or_(Membership.ended_at.is_(None), Membership.ended_at >= SecurityEvent.at),
        )
        .exists()
    )
    statement = (
        select(
            SecurityEvent.at,
            literal(_NOTED),
            SecurityEvent.id,
            NAME_IN_RECORD,
            SecurityEvent.kind,
            SecurityEvent.detail,
            literal(""),
            SecurityEvent.network,
            SecurityEvent.device,
        )
        .outerjoin(Person, Person.id == SecurityEvent.person_id)
        .where(
            or_(
                SecurityEvent.federation_id == tenancy.current(),
                and_(SecurityEvent.federation_id.is_(None), theirs),
            ),
            *_older(place, _NOTED, SecurityEvent.at, SecurityEvent.id),
        )
        .order_by(SecurityEvent.at.desc(), SecurityEvent.id.desc())
    )
    if group:
        kinds = [event for event, _words in door().security[group].events]
        return statement.where(SecurityEvent.kind.in_(kinds)) if kinds else None
    return statement


def _recorded(group: str, place: _Place) -> Select[Any] | None:
    begins = door().security[group].acts if group else door().security_acts
    if not begins:
        return None
    return (
        select(
            RecordEntry.at,
            literal(_RECORDED),
            RecordEntry.seq,
            NAME_IN_RECORD,
            RecordEntry.action,
            RecordEntry.subject,
            RecordEntry.data,
            literal(""),
            literal(""),
        )
        .outerjoin(Person, Person.id == RecordEntry.actor)
        .where(
            or_(*(RecordEntry.action.startswith(begin, autoescape=True) for begin in begins)),
            *_older(place, _RECORDED, RecordEntry.at, RecordEntry.seq),
        )
        .order_by(RecordEntry.at.desc(), RecordEntry.seq.desc())
    )


def _read(place: str) -> _Place:
    try:
        at, source, number = place.split("~")
        moment = datetime.fromisoformat(at)
        return (moment, int(source), int(number)) if moment.tzinfo else None
    except ValueError:
        return None


def _older(place: _Place, mine: int, at: Any, number: Any) -> tuple[ColumnElement[bool], ...]:
    """The condition for lines of source ``mine`` that come after a place in the order of the page."""
    if place is None:
        return ()
    moment, source, last = place
    if mine < source:
        return (at <= moment,)
    if mine > source:
        return (at < moment,)
    return (or_(at < moment, and_(at == moment, number < last)),)
