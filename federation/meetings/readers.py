"""Who finds meetings: those who read about them. A condition on every statement, so it names tables, to which no condition
is added again."""

from typing import Any, Final

from sqlalchemy import ColumnElement, or_, select

from federation.decisions.models.readers import groups_of_others
from federation.kernel.reading import read_by
from federation.kernel.search import SearchEntry
from federation.kernel.tenancy import federation_here
from federation.meetings.models import CalledMeeting

MEETING: Final = "meeting"
"""What a meeting is called in the search."""
_meeting = CalledMeeting.__table__


def _who_finds(entry: Any) -> ColumnElement[bool]:
    kept = select(_meeting.c.id).where(
        _meeting.c.federation_id == federation_here(),
        _meeting.c.group_id.in_(groups_of_others("results", "seated")),
    )
    return or_(entry.kind != MEETING, entry.ref_id.not_in(kept))


read_by(SearchEntry, lambda entry: _who_finds(entry))
