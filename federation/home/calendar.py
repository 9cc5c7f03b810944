"""A person's calendar in one federation: the deadlines of votes that they can vote in, and what they must do. A phone reads it
by a key in its address, without a session; the key opens nothing else."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from flask import request
from sqlalchemy import select

from federation.decisions.voting.queries.owed import votes_open_to
from federation.kernel.days import last_day, time_now
from federation.kernel.db import db
from federation.kernel.policy import BY_KEY, Actor
from federation.kernel.refusals import Refusal
from federation.kernel.tenancy import federation_scope
from federation.kernel.web import FederationHere
from federation.meetings.queries.meetings import ShownMeeting, meetings_of, meetings_to_come
from federation.network.arrival import place_of
from federation.network.dues.queries import DueOwners, things_owed
from federation.network.groups.queries import groups
from federation.network.models import CalendarKey
from federation.network.named import federation_named
from federation.people.actions.throttle import count_guess, refuse_guesser
from federation.people.addresses import full_address
from federation.people.models import Person
from federation.people.secrets import fingerprint

AHEAD = timedelta(days=400)


class CalendarOver(Refusal):
    """The address opens no calendar (any more); said alike of every reason."""

    status = 410

    def __init__(self) -> None:
        super().__init__(
            "This address opens no calendar any more. Sign in and get a new one under Your calendar."
        )


class OpenedCalendar(NamedTuple):
    """The calendar that a key opens, and whose it is. The actor has their places, and no right but to read it."""

    here: FederationHere
    actor: Actor


class CalendarEntry(NamedTuple):
    """Something in a calendar: at an instant, or on a whole day."""

    key: str
    words: str
    about: str
    at: datetime
    whole_day: bool
    page: str


def open_calendar(slug: str | None, key: str) -> OpenedCalendar:
    """Read whose calendar a key opens. Raises :class:`CalendarOver`, and ``TooSoon`` for a network that guesses."""
    refuse_guesser(request.remote_addr)
    here = federation_named(slug or "")
    with federation_scope(here.id):
        owner = db.session.execute(
            select(Person.id, Person.name, Person.email)
            .join(CalendarKey, CalendarKey.person_id == Person.id)
            .where(CalendarKey.key_hash == fingerprint(key), Person.erased_at.is_(None))
        ).first()
    if owner is None and key:
        count_guess(request.remote_addr)
    actor = place_of(owner.id, owner.name, owner.email, here.id) if owner else None
    if actor is None:
        raise CalendarOver()
    return OpenedCalendar(here, replace(actor, roles=frozenset({BY_KEY})))


def entries_of(actor: Actor, here: FederationHere) -> Iterator[CalendarEntry]:
    """What stands in the person's calendar. Four statements."""
    several = len(actor.representing) > 1
    for vote in votes_open_to(actor):
        yield CalendarEntry(
            f"vote-{vote.decision_id}-{vote.practice_id}",
            f"Voting closes: {vote.title}",
            f"You vote for {vote.practice}" if several and vote.practice_id else "",
            vote.closes_at,
            False,
            full_address("decisions.show", federation=here.slug, decision_id=vote.decision_id),
        )
    for meeting in meetings_to_come(actor.person_id, time_now()):
        yield _entry_of(meeting, here)
    owners = DueOwners(actor.person_id, [seat.practice_id for seat in actor.seats], here.plugins)
    for due in things_owed(owners, time_now() + AHEAD):
        yield CalendarEntry(
            f"due-{due.id}", due.words, due.about, due.due_at, due.whole_day, due.full_url(here.slug)
        )


def entries_of_group(opened: OpenedCalendar, group_id: int) -> Iterator[CalendarEntry]:
    """The meetings of a group that are not called off, for who sits in it, or of which everybody reads what it writes. Raises
    :class:`CalendarOver` for others. Two statements."""
    with federation_scope(opened.here.id):
        group = next((one for one in groups() if one.id == group_id), None)
        if group is None or not (group.reads == "all" or opened.actor.sits_in(group_id)):
            raise CalendarOver()
        found = meetings_of(group_id)
    return (_entry_of(one, opened.here) for one in found if one.called_off_at is None)


def _entry_of(meeting: ShownMeeting, here: FederationHere) -> CalendarEntry:
    return CalendarEntry(
        f"meeting-{meeting.id}",
        meeting.kind_title,
        f"{meeting.body}, {meeting.place}",
        meeting.starts_at,
        False,
        full_address("meetings.meeting", federation=here.slug, meeting_id=meeting.id),
    )


def as_ical(here: FederationHere, entries: Iterator[CalendarEntry], now: datetime) -> bytes:
    """The calendar as phones read it (RFC 5545)."""
    from icalendar import Calendar, Event

    calendar: Any = Calendar()
    calendar.add("prodid", "-//Federation//What must be done by when//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", here.name)
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"value": "DURATION"})
    for one in entries:
        event: Any = Event()
        event.add("uid", f"{one.key}@{here.slug}.federation")
        event.add("dtstamp", now)
        event.add("summary", one.words)
        event.add("dtstart", last_day(one.at) if one.whole_day else one.at)
        event.add("description", "\n".join(part for part in (one.about, one.page) if part))
        event.add("url", one.page)
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    made: bytes = calendar.to_ical()
    return made
