"""Saying how often a group meets."""

from typing import Final

from federation.kernel import record
from federation.kernel.db import unit_of_work
from federation.kernel.held import held
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Invalid, Refusal
from federation.kernel.words import LONDON
from federation.meetings.models import MeetingRhythm
from federation.meetings.permissions import MeetingOf
from federation.meetings.queries.rhythm import stated_by
from federation.meetings.rules import next_begins
from federation.network.groups.queries import group_here
from federation.network.models import NetworkGroup

MOST_WEEKS: Final = 52


def state_rhythm(actor: Actor, group_id: int, weeks: int) -> None:
    """Say that a group meets once in so many weeks, or with 0 that it says no more how often. It counts after the period that
    runs, so that what was missed stays. Raises ``Invalid`` at ``weeks``."""
    group_here(group_id)
    authorize(actor, "meetings.run", MeetingOf(group_id))
    if not 0 <= weeks <= MOST_WEEKS:
        raise Invalid(f"The weeks must be from 0 to {MOST_WEEKS}", "weeks")
    with unit_of_work() as session:
        group, now = held(NetworkGroup, group_id)
        if group.ended_at:
            raise Refusal("This group has ended, so it does not meet any more.")
        stated = stated_by(group_id)
        if weeks == (stated[-1].weeks if stated else 0):
            raise Invalid("This is what the group says already", "weeks")
        session.add(
            MeetingRhythm(
                group_id=group_id,
                weeks=weeks,
                since=next_begins(stated, now.astimezone(LONDON).date()),
                stated_by=actor.person_id,
                stated_at=now,
            )
        )
        session.flush()
        record.append(actor.person_id, "meeting.rhythm", f"group:{group_id}")
