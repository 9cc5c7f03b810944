"""The answers of meetings to the hooks of other features."""

from collections.abc import Sequence
from typing import Any

from federation.kernel.days import time_now
from federation.kernel.policy import may
from federation.kernel.web import actor
from federation.meetings.permissions import MeetingOf
from federation.meetings.queries.meetings import meetings_of
from federation.meetings.queries.personal import personal_meetings
from federation.meetings.queries.rhythm import rhythms
from federation.network.places import GroupShown
from federation.plugin.feature import Panel, PersonalRecord
from federation.plugin.hooks import hookimpl
from federation.workstreams.places import WorkstreamShown


@hookimpl
def panels(place: str, subject: Any) -> Sequence[Panel]:
    """On the pages of a group and of its work: its meetings, as far as they may be read."""
    if not isinstance(subject, GroupShown | WorkstreamShown):
        return []
    return [
        Panel(
            "meetings/_group.html",
            {
                "group": subject,
                "meetings": meetings_of(subject.group_id, 3),
                "rhythms": rhythms(time_now(), subject.group_id),
                "may_run": subject.stands and may(actor(), "meetings.run", MeetingOf(subject.group_id)),
            },
        )
    ]


@hookimpl
def personal_data(person_id: int) -> list[PersonalRecord]:
    """What a person called, came to, wrote and corrected."""
    return personal_meetings(person_id)
