"""Votes in a meeting: a proposal stands on its agenda for the notice that members have agreed, and is put to the vote there.

The vote is one of the engine, with the roll, the rule and the quorum of any other. Whoever is not there loses nothing by it: it
closes in the meeting only where the votes that are missing can no longer change the result, and enough of those who are here said
so themselves; else it stays open for the notice. What somebody notes of others closes no vote.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import select

from federation.decisions import rules
from federation.decisions.models import Decision
from federation.decisions.rulebook.actions.floors import checked_floors
from federation.decisions.voting.actions.opening import begin, held_to_be_put
from federation.kernel import record
from federation.kernel.db import db, unit_of_work
from federation.kernel.held import held
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Invalid, NotFound, Refusal
from federation.meetings.actions.agenda import LONGEST_TITLE, check_open, put_last
from federation.meetings.actions.presence import tells_who
from federation.meetings.letters import tell_to_be_voted_on
from federation.meetings.models import AgendaItem, CalledMeeting
from federation.meetings.queries.agenda import ShownItem, item_of
from federation.meetings.queries.invited import InvitedPerson, asked, invited_to, quorum_of
from federation.meetings.queries.meetings import ShownMeeting, meeting_here
from federation.meetings.rules import MeetingQuorum, RoomNotice, against_a_vote

LEAST_HOURS: Final = 2
"""How long a vote stays open at least for those who are not there, where the members have agreed on no notice."""


def put_on_agenda(actor: Actor, meeting_id: int, decision_id: int) -> int:
    """Put a proposal of whoever meets on the agenda, as its text is now, so that it can be voted on in the meeting: everybody
    who is asked gets a letter. One that stands there with an older text is put there anew. Returns the number of its item.

    Raises ``Invalid`` at ``decision`` for what is no proposal in discussion of theirs."""
    with unit_of_work() as session:
        held(CalledMeeting, meeting_id)
        meeting = meeting_here(meeting_id)
        authorize(actor, "meetings.speak", meeting.whose)
        check_open(meeting)
        if not meeting.decides:
            raise Refusal("Nothing is decided in a meeting of this kind.")
        decision = _proposal(meeting, decision_id)
        row = session.scalars(
            select(AgendaItem).where(
                AgendaItem.meeting_id == meeting_id, AgendaItem.decision_id == decision_id
            )
        ).first()
        if row and row.version == decision.version:
            raise Invalid("This text stands on the agenda already", "decision")
        title = decision.title[:LONGEST_TITLE]
        if row is None:
            row = AgendaItem(
                title=title,
                about="",
                key=f"vote:{decision_id}",
                page={"endpoint": "decisions.show", "values": {"decision_id": decision_id}},
                added_by=actor.person_id,
                decision_id=decision_id,
                version=decision.version,
            )
            put_last(meeting, row)
        row.title, row.version, row.added_at = title, decision.version, meeting.now
        row.about = "It may be decided in the meeting"
        session.flush()
        people = set(invited_to(meeting.group_id)) - {actor.person_id}
        tell_to_be_voted_on(meeting, people, actor.name, decision_id, decision.version, title)
        return row.id


def vote_in_room(actor: Actor, meeting_id: int, item_id: int, rule: rules.Rule) -> datetime:
    """Open the vote on a proposal of the agenda in the meeting, under a rule. Returns until when it is open at most: where enough
    are here by their own word it closes as soon as no vote that is missing can change the result. Nobody who leads can close it.

    Raises ``Refusal`` with every reason: that the meeting is not on, too few are there to decide, or the text did not stand on
    the agenda for the notice that the members have agreed."""
    with unit_of_work() as session:
        held(CalledMeeting, meeting_id)
        meeting = meeting_here(meeting_id)
        _, item = item_of(meeting_id, item_id)
        if item.vote is None:
            raise NotFound()
        decision, now = held_to_be_put(actor, item.vote.decision_id)
        if decision.state != "discussion":
            raise Refusal("The time at which voting opens is set already.")
        _check_room(meeting)
        floors = checked_floors(decision, rule, actor.person_id)
        notice = _notice(meeting, item, decision, floors)
        people = asked(meeting)
        quorum = quorum_of(meeting, people)
        if reasons := [*against_a_vote(notice, now), *_too_few(quorum)]:
            raise Refusal(" ".join([*reasons, "Put it to the vote as usual, or at the next meeting."]))
        hours = max(floors.notice_hours, rule.minimum_hours, LEAST_HOURS)
        closes_at = now + timedelta(hours=hours)
        in_room = replace(rule, early_close="met", lead_may_close=False)
        own = quorum_of(meeting, [one for one in people if one.said_so])
        since = max(item.added_at, meeting.stands_since)
        told_from = since if own.can_decide else None
        begin(decision, now, in_room, floors, closes_at, actor.person_id, told_from)
        session.get_one(AgendaItem, item_id).voted_at = now
        record.append(
            actor.person_id,
            "meeting.voted",
            f"meeting:{meeting_id}",
            decision=decision.id,
            version=decision.version,
            notice_hours=floors.notice_hours,
            since=record.stamp(since),
            here=quorum.here,
            by_their_word=own.here,
            of=quorum.of,
            needed=quorum.needed,
            **_who_is_here(meeting, people),
        )
        return closes_at


def _proposal(meeting: ShownMeeting, decision_id: int) -> Decision:
    """A proposal in discussion of whoever meets."""
    found = db.session.scalars(select(Decision).where(Decision.id == decision_id)).first()
    if found is None or found.state != "discussion" or found.group_id != meeting.group_id:
        raise Invalid("Select a proposal that is in discussion and is decided by those who meet", "decision")
    return found


def _check_room(meeting: ShownMeeting) -> None:
    """Refuse a meeting that is over, or decides nothing."""
    check_open(meeting)
    if meeting.version:
        raise Refusal("The minutes of this meeting are written, so no vote is opened in it any more.")
    if not meeting.decides:
        raise Refusal("Nothing is decided in a meeting of this kind.")


def _who_is_here(meeting: ShownMeeting, people: Sequence[InvitedPerson]) -> Mapping[str, Any]:
    """Who counts as here, each with who noted and who confirmed it, by their numbers; nothing where not everybody reads about the
    meeting."""
    if not tells_who(meeting):
        return {}
    return {
        "present": sorted([one.person_id, one.noted_by, one.confirmed_by] for one in people if one.counts)
    }


def _too_few(quorum: MeetingQuorum) -> Iterator[str]:
    """That too few are there to decide, where it is so."""
    if not quorum.can_decide:
        yield (
            f"Too few are here to decide: {quorum.here} of {quorum.of}, and at least {quorum.needed} are needed. Whoever "
            "is here says so, or a second person confirms who is."
        )


def _notice(
    meeting: ShownMeeting, item: ShownItem, decision: Decision, floors: rules.VoteFloors
) -> RoomNotice:
    told = item.vote.told_version if item.vote else 0
    since = max(item.added_at, meeting.stands_since)
    return RoomNotice(meeting.starts_at, since, told, decision.version, floors.notice_hours)
