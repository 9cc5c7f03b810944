"""An extraordinary general meeting that practices ask for: with the last name that is needed it must be called, and where nobody
calls it in time, the practices that asked do."""

from datetime import datetime, timedelta
from typing import Final, NamedTuple

from sqlalchemy import select, update

from federation.decisions.rulebook.queries.agreed import agreed
from federation.kernel import record
from federation.kernel.db import db, unit_of_work
from federation.kernel.held import plain_text
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Invalid, NotFound, NotYours, Refusal
from federation.kernel.words import day
from federation.meetings.actions.calling import MeetingWanted, called
from federation.meetings.agreed import EGM_NOTICE
from federation.meetings.letters import tell_asked_for
from federation.meetings.models import AgendaItem, AskedMeetingName
from federation.meetings.permissions import CALLERS, AskingFor
from federation.meetings.queries.asking import MeetingAsking, asking_now
from federation.network.dues.actions import DuePage, add_due, drop_due
from federation.network.for_plugins import people
from federation.network.locking import one_at_a_time
from federation.network.members.queries.of_practice import is_of
from federation.network.models import Practice

LONGEST_ASKED: Final = 1_000
HELD_WITHIN: Final = 28
"""In how many days after its notice a meeting is held that practices have asked for."""


class SignedAsking(NamedTuple):
    """How many practices ask for a meeting now, how many are needed, and until when it must be called; None before that."""

    signed: int
    needed: int
    call_by: datetime | None


def ask_for_meeting(actor: Actor, practice_id: int, reason: str) -> SignedAsking:
    """Ask for an extraordinary general meeting, for a practice, with what it is about. With the last name that is needed those
    who call meetings owe it, and get a letter. Raises ``Invalid`` at ``reason``."""
    reason = plain_text(reason, "reason", "Say what the meeting should be about")
    if len(reason) > LONGEST_ASKED:
        raise Invalid(f"Use {LONGEST_ASKED:,} characters or fewer", "reason")
    authorize(actor, "meetings.ask", AskingFor(practice_id))
    with unit_of_work() as session:
        one_at_a_time()
        before = asking_now()
        _check(before, practice_id)
        session.add(
            AskedMeetingName(
                practice_id=practice_id, reason=reason, signed_by=actor.person_id, signed_at=before.now
            )
        )
        session.flush()
        about = f"practice:{practice_id}"
        record.append(actor.person_id, "meeting.asked", about, text=record.digest(reason))
        now = asking_now()
        if now.signed >= now.needed:
            now = _complete(actor, now)
        return SignedAsking(now.signed, now.needed, now.call_by)


def stop_asking(actor: Actor, practice_id: int) -> None:
    """Take the name of a practice back, as long as too few ask."""
    authorize(actor, "meetings.ask")
    if db.session.get(Practice, practice_id) is None:
        raise NotFound()
    authorize(actor, "meetings.ask", AskingFor(practice_id))
    with unit_of_work() as session:
        one_at_a_time()
        name = session.scalars(
            select(AskedMeetingName).where(
                AskedMeetingName.practice_id == practice_id,
                AskedMeetingName.asks(),
                AskedMeetingName.complete_at.is_(None),
            )
        ).first()
        if name is None:
            raise Refusal(
                "Your practice does not ask for a meeting, or enough practices have asked for it already."
            )
        if name.signed_by != actor.person_id and not is_of(actor.person_id, practice_id, name.signed_at):
            raise NotYours(
                "Your role at this practice was given from outside it after it asked for a meeting. Ask somebody who has been "
                "there for longer."
            )
        name.taken_back_at = session.execute(select(record.now_here())).scalar_one()
        session.flush()
        record.append(actor.person_id, "meeting.asking_taken_back", f"practice:{practice_id}")


def call_asked_meeting(actor: Actor, starts_at: datetime, place: str) -> int:
    """Call the meeting that practices have asked for, with what they ask on its agenda. Returns its number.

    Raises ``Invalid`` as calling a meeting does, and at ``starts_at`` for a day that is too far away; ``NotYours`` for a practice
    that did not ask, or before those who call meetings have had their time."""
    authorize(actor, "meetings.call_asked")
    with unit_of_work():
        one_at_a_time()
        asking = asking_now()
        if asking.call_by is None:
            raise Refusal("Too few practices have asked for an extraordinary general meeting.")
        if against := against_calling(actor, asking):
            raise NotYours(against)
        check_day(starts_at, asking.now)
        number = called(actor, MeetingWanted("egm", None, starts_at, place))
        for place_on, name in enumerate(asking.names):
            db.session.add(_item(actor, number, place_on, name.practice, name.reason, name.id, asking.now))
        db.session.execute(
            update(AskedMeetingName)
            .where(AskedMeetingName.asks())
            .values(meeting_id=number)
            .execution_options(synchronize_session=False)
        )
        drop_due(_key(asking))
        return number


def against_calling(actor: Actor, asking: MeetingAsking) -> str:
    """Why somebody cannot call the meeting that practices have asked for, as a sentence; empty where they can."""
    if actor.roles & CALLERS:
        return ""
    if not any(actor.represents(one) for one in asking.signers):
        return "Only an administrator, the executive, or a practice that asked for this meeting calls it."
    if not asking.is_late and asking.call_by:
        return (
            f"Administrators and the executive have until {day(asking.call_by)} to call this meeting. After that your practice "
            "can call it."
        )
    return ""


def check_day(starts_at: datetime, now: datetime) -> None:
    """Refuse a day that is too far away for a meeting that practices have asked for. Raises ``Invalid`` at ``starts_at``."""
    latest = now + timedelta(days=int(agreed(EGM_NOTICE.name)) + 1 + HELD_WITHIN)
    if starts_at > latest:
        raise Invalid(f"Practices have asked for this meeting, so it is held by {day(latest)}", "starts_at")


def _item(
    actor: Actor, meeting_id: int, place: int, practice: str, reason: str, number: int, now: datetime
) -> AgendaItem:
    """What a practice asked for, at the top of the agenda."""
    return AgendaItem(
        meeting_id=meeting_id,
        position=place - LONGEST_ASKED,
        title=f"Asked for by {practice}"[:200],
        about=reason,
        key=f"asked:{number}",
        page={},
        added_by=actor.person_id,
        added_at=now,
    )


def _check(before: MeetingAsking, practice_id: int) -> None:
    if before.call_by is not None:
        raise Refusal("Enough practices have asked for a meeting already. It is to be called.")
    if practice_id not in before.practices:
        raise Refusal("Only practices that have a vote ask for a meeting.")
    if practice_id in before.signers:
        raise Refusal("Your practice asks for a meeting already.")


def _complete(actor: Actor, asking: MeetingAsking) -> MeetingAsking:
    """Enough practices ask, in the open unit of work: those who call meetings owe it."""
    db.session.execute(
        update(AskedMeetingName)
        .where(AskedMeetingName.id.in_([one.id for one in asking.names]))
        .values(complete_at=asking.now)
        .execution_options(synchronize_session=False)
    )
    now = asking_now()
    callers = {one.id for one in people(*CALLERS)}
    if now.call_by is not None:
        words = "Call the extraordinary general meeting that practices have asked for"
        add_due(_key(now), words, now.call_by, DuePage("meetings.call_asked", {}), people=callers)
        represented = {one.id for one in people("representative") if one.practice_id in now.signers}
        tell_asked_for(now.names, callers | represented, now.call_by)
    names = [one.practice_id for one in now.names]
    record.append(actor.person_id, "meeting.asking_complete", f"practice:{names[-1]}", practices=names)
    return now


def _key(asking: MeetingAsking) -> str:
    return f"meetings.asked:{asking.names[0].id}"
