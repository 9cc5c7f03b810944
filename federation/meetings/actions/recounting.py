"""What becomes of votes in a meeting once somebody who was counted as here says that they were not: a vote that is open closes no
sooner than after the notice, and of one that is closed everybody is told that too few were there."""

from sqlalchemy import select

from federation.decisions.models import Decision
from federation.decisions.voting.actions.noticing import give_notice_anew
from federation.kernel import record
from federation.kernel.db import db
from federation.meetings.letters import tell_short
from federation.meetings.models import AgendaItem
from federation.meetings.queries.invited import asked, invited_to, quorum_of
from federation.meetings.queries.meetings import ShownMeeting


def recount_votes(meeting: ShownMeeting) -> None:
    """In the open unit of work that has corrected who was at a meeting: look at each vote that was opened in it, with those who
    were counted then and were there. Who may vote, and which share is needed, is taken as it is today."""
    votes = db.session.execute(
        select(AgendaItem, Decision.id, Decision.state)
        .join(Decision, Decision.id == AgendaItem.decision_id)
        .where(AgendaItem.meeting_id == meeting.id, AgendaItem.voted_at.is_not(None))
        .order_by(AgendaItem.id)
    ).all()
    people = asked(meeting) if votes else ()
    for item, decision_id, state in votes:
        there = [one for one in people if one.counted_at(item.voted_at) and one.is_there]
        sure = quorum_of(meeting, [one for one in there if one.said_so])
        if state == "open" and not sure.can_decide:
            give_notice_anew(decision_id)
        quorum = quorum_of(meeting, there)
        if quorum.can_decide:
            item.short_at = None
        elif item.short_at is None:
            item.short_at = meeting.now
            record.append(
                None,
                "meeting.vote_short",
                f"decision:{decision_id}",
                meeting=meeting.id,
                here=quorum.here,
                needed=quorum.needed,
            )
            tell_short(meeting, invited_to(meeting.group_id), item.id, decision_id, item.title, state)
    db.session.flush()
