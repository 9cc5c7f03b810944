"""Who comes to a meeting, and who is there. For a quorum somebody counts who said so themselves, or of whom a second person who
is there has said so."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import select

from federation.kernel import record
from federation.kernel.db import db, unit_of_work
from federation.kernel.held import held, plain_text
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Invalid, NotFound, Refusal
from federation.meetings.actions.agenda import check_open
from federation.meetings.actions.calling import come_key
from federation.meetings.actions.recounting import recount_votes
from federation.meetings.letters import tell_noted
from federation.meetings.models import PRESENCES, CalledMeeting, CorrectedPresence, MeetingPresence
from federation.meetings.permissions import was_asked
from federation.meetings.queries.invited import THERE, InvitedPerson, asked, invited_to, is_read_by_all
from federation.meetings.queries.meetings import ShownMeeting, meeting_here
from federation.meetings.queries.votes import last_voted
from federation.meetings.rules import against_being_here
from federation.network.dues.actions import done_due

LONGEST_REASON: Final = 500
NOT_THERE: Final = (
    "There is nothing to correct: this person is not noted as here, or the minutes are approved."
)


def say_whether(actor: Actor, meeting_id: int, state: str) -> None:
    """Say for oneself that one comes (``coming``), or cannot (``apologies``), before the meeting has begun."""
    meeting = meeting_here(meeting_id)
    authorize(actor, "meetings.take_part", meeting.whose)
    if state not in ("coming", "apologies"):
        raise Invalid("Select whether you come", "state")
    if meeting.state != "called":
        raise Refusal(
            "The meeting has begun, or was called off. Say that you are here, or tell whoever leads it."
        )
    note(actor, meeting, {actor.person_id: state})


def say_here(actor: Actor, meeting_id: int, state: str) -> None:
    """Say for oneself that one is at the meeting (``present``, ``online``), while it is on: it counts for the quorum, unless the
    place by which one is asked is younger than the call to the meeting; then a second person confirms it."""
    meeting = meeting_here(meeting_id)
    authorize(actor, "meetings.take_part", meeting.whose)
    if state not in THERE:
        raise Invalid("Select whether you are in the room or online", "state")
    if meeting.version:
        raise Refusal("The minutes of this meeting are written.")
    if against := against_being_here(meeting.starts_at, meeting.now):
        raise Refusal(against)
    mine = _one_of(meeting, actor.person_id)
    if mine.correction and mine.counts_since and not mine.is_there:
        correct_presence(actor, meeting_id, actor.person_id, "They said so themselves", state)
        return
    note(actor, meeting, {actor.person_id: state})


def note_presence(actor: Actor, meeting_id: int, states: Mapping[int, str]) -> None:
    """Note who is there (``present``, ``online``) or sends apologies, by the numbers of people: all or nothing. Of others it
    counts for the quorum once they, or a second person who is there, say so. Raises ``NotFound`` for somebody who is not of this
    federation, ``Refusal`` for somebody who is known to be there already."""
    meeting = meeting_here(meeting_id)
    if set(states) - set(invited_to(None)) - set(invited_to(meeting.group_id)):
        raise NotFound()
    authorize(actor, "meetings.run", meeting.whose)
    if unknown := {state for state in states.values() if state not in PRESENCES}:
        raise Invalid(f"Choose one of {', '.join(PRESENCES)}, not {sorted(unknown)[0]}", "state")
    note(actor, meeting, states)


def note(actor: Actor, meeting: ShownMeeting, states: Mapping[int, str]) -> None:
    """Write down who comes or is there; whoever is asked whether they come owes no word any more. What somebody notes of others,
    and after the beginning, stands in the record."""
    places = {**invited_to(None), **invited_to(meeting.group_id)}
    with unit_of_work() as session:
        _, now = held(CalledMeeting, meeting.id)
        counted, before = last_voted(meeting.id), {one.person_id: one for one in asked(meeting)}
        check_open(meeting_here(meeting.id))
        known = _rows(meeting.id, states)
        for person, state in sorted(states.items()):
            row = known.get(person) or MeetingPresence(meeting_id=meeting.id, person_id=person)
            if _stays(before.get(person), state, counted):
                continue
            row.state = state
            if row.stands_in_for is None:
                row.practice_id = places[person]
            if row.counts_since is None or not before[person].is_there:
                row.noted_by, row.noted_at = actor.person_id, now
                is_sure = person == actor.person_id and state in THERE and _was_asked(actor, meeting, row)
                row.confirmed_by, row.counts_since = (person, now) if is_sure else (None, None)
            session.add(row)
            done_due(come_key(meeting), actor.person_id, person_id=person)
        session.flush()
        if meeting.state != "called" or set(states) != {actor.person_id}:
            _record_noted(actor, meeting, states)
        others = {one for one, state in states.items() if state in THERE and one != actor.person_id}
        tell_noted(
            meeting,
            {one for one in others if one not in before or not before[one].is_there},
            actor.name,
            "noted",
        )


def confirm_presence(actor: Actor, meeting_id: int, people: Collection[int]) -> int:
    """Say, as somebody who is at the meeting, that these people are there whom somebody else has noted. Returns how many count
    from now on. Nobody confirms what they have noted themselves."""
    with unit_of_work() as session:
        _, now = held(CalledMeeting, meeting_id)
        meeting = meeting_here(meeting_id)
        authorize(actor, "meetings.confirm", meeting.whose)
        check_open(meeting)
        there = asked(meeting)
        if against := against_confirming(actor, meeting, there):
            raise Refusal(against)
        mine = [one.person_id for one in waiting_for(actor, there) if one.person_id in people]
        if not mine:
            raise Invalid("Select who is here", "people")
        for row in _rows(meeting_id, mine).values():
            row.confirmed_by, row.counts_since = actor.person_id, now
        session.flush()
        shown = {"people": sorted(mine)} if tells_who(meeting) else {}
        record.append(
            actor.person_id,
            "meeting.presence_confirmed",
            f"meeting:{meeting_id}",
            confirmed=len(mine),
            **shown,
        )
        tell_noted(meeting, mine, actor.name, "confirmed")
        return len(mine)


def against_confirming(actor: Actor, meeting: ShownMeeting, people: Collection[InvitedPerson]) -> str:
    """Why somebody cannot confirm who of the people is at a meeting, as a sentence; empty where they can."""
    if not meeting.decides:
        return "Nothing is decided in a meeting of this kind, so nobody confirms who is here."
    mine = next((one for one in people if one.person_id == actor.person_id), None)
    if mine is None or not mine.is_there or mine.noted_by != actor.person_id:
        return (
            "Say first that you are here yourself: only somebody who is at the meeting confirms who else is."
        )
    if not was_asked(actor, meeting.whose, mine.practice_id, meeting.called_at):
        return "You came to your place after this meeting was called, so somebody else confirms who is here."
    return ""


def waiting_for(actor: Actor, people: Collection[InvitedPerson]) -> list[InvitedPerson]:
    """Those who are noted as there by others than this person, and count once a second person says so."""
    return [one for one in people if one.waits and actor.person_id not in (one.person_id, one.noted_by)]


def correct_presence(actor: Actor, meeting_id: int, person_id: int, reason: str, state: str = "away") -> None:
    """Say why somebody was noted as at a meeting by mistake: of oneself, for a practice that one represents, or as one who leads
    it; votes in it are looked at anew. With another ``state`` than ``away`` somebody takes a correction back of themselves.

    Raises ``NotFound`` for somebody who is not asked, ``Invalid`` at ``reason``, and refuses where nothing is to correct."""
    reason = plain_text(reason, "reason", "Say why it is corrected")
    if len(reason) > LONGEST_REASON:
        raise Invalid(f"Use {LONGEST_REASON} characters or fewer", "reason")
    with unit_of_work() as session:
        _, now = held(CalledMeeting, meeting_id)
        meeting = meeting_here(meeting_id)
        authorize(actor, "meetings.take_part", meeting.whose)
        found = _one_of(meeting, person_id)
        is_own = speaks_for(actor, found)
        if not is_own:
            authorize(actor, "meetings.run", meeting.whose)
        check_open(meeting)
        if not (found.counts_since or (is_own and found.waits)) or found.is_there is (state != "away"):
            raise Refusal(NOT_THERE)
        session.add(
            CorrectedPresence(
                meeting_id=meeting_id,
                person_id=person_id,
                state=state,
                reason=reason,
                corrected_by=actor.person_id,
                corrected_at=now,
            )
        )
        session.flush()
        shown = {"person": person_id, "state": state} if tells_who(meeting) else {}
        record.append(
            actor.person_id,
            "meeting.presence_corrected",
            f"meeting:{meeting_id}",
            reason=record.digest(reason),
            **shown,
        )
        recount_votes(meeting)


def speaks_for(actor: Actor, one: InvitedPerson) -> bool:
    """Whether somebody says of this person whether they are at a meeting, as one who knows: it is they, or, of somebody who is
    noted as there, who represents the practice that they came for."""
    return actor.person_id == one.person_id or (
        one.is_there and one.practice_id is not None and actor.represents(one.practice_id)
    )


def tells_who(meeting: ShownMeeting) -> bool:
    """Whether the record, which everybody reads, may say who was at a meeting; else it says how many were."""
    return meeting.names_people and is_read_by_all(meeting)


def _rows(meeting_id: int, people: Collection[int]) -> dict[int, MeetingPresence]:
    """What is noted of these people, by their numbers."""
    found = db.session.scalars(
        select(MeetingPresence).where(
            MeetingPresence.meeting_id == meeting_id, MeetingPresence.person_id.in_(people)
        )
    )
    return {row.person_id: row for row in found}


def _was_asked(actor: Actor, meeting: ShownMeeting, row: MeetingPresence) -> bool:
    return was_asked(actor, meeting.whose, row.practice_id, meeting.called_at)


def _one_of(meeting: ShownMeeting, person_id: int) -> InvitedPerson:
    found = next((one for one in asked(meeting) if one.person_id == person_id), None)
    if found is None:
        raise NotFound()
    return found


def _stays(one: InvitedPerson | None, state: str, counted: datetime | None) -> bool:
    """Whether nothing is to be written, because a vote has counted it so. Refuses what would unsay that somebody is known to be
    there: it is corrected with its reason instead."""
    if one is None or one.counts_since is None:
        return False
    if one.is_there and state not in THERE:
        raise Refusal(
            f"{one.name} was counted as here: they said so, or a second person did. If that was a mistake, correct it and "
            "say why."
        )
    if not one.counted_at(counted):
        return False
    if one.noted_state != state or not one.is_there:
        raise Refusal(
            f"A vote was opened in this meeting, and {one.name} was counted as here. That stays as it was noted; if it was "
            "a mistake, correct it and say why."
        )
    return True


def _record_noted(actor: Actor, meeting: ShownMeeting, states: Mapping[int, str]) -> None:
    details = {state: sum(one == state for one in states.values()) for state in sorted({*states.values()})}
    people = [[person, state] for person, state in sorted(states.items())]
    shown = {"people": people} if tells_who(meeting) else {}
    record.append(actor.person_id, "meeting.presence", f"meeting:{meeting.id}", noted=details, **shown)
