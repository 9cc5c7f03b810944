"""The list of meetings that were: declared once, as a page and as a spreadsheet."""

from datetime import datetime
from typing import Any

from flask import url_for
from markupsafe import Markup

from federation.kernel.listing import ListColumn, Listing, ListOrder
from federation.kernel.words import day
from federation.meetings.models import CalledMeeting
from federation.meetings.queries.meetings import ShownMeeting, meetings_until


def held_meetings(now: datetime) -> Listing:
    """The meetings that had begun by now, or were called off."""
    return Listing(
        statement=meetings_until(now),
        key=CalledMeeting.id,
        columns=(
            ListColumn("Meeting", _linked, lambda row: _read(row).title),
            ListColumn("Who met", lambda row: _read(row).body),
            ListColumn("Where", lambda row: row.place),
            ListColumn("State", lambda row: _read(row).status[0]),
            ListColumn("When", lambda row: day(row.starts_at), lambda row: row.starts_at),
        ),
        orders=(
            ListOrder("newest", "Newest", CalledMeeting.starts_at, newest_first=True),
            ListOrder("oldest", "Oldest", CalledMeeting.starts_at),
        ),
    )


def _read(row: Any) -> ShownMeeting:
    return ShownMeeting._make(row[: len(ShownMeeting._fields)])


def _linked(row: Any) -> Markup:
    url = url_for("meetings.meeting", meeting_id=row.id)
    return Markup('<a href="{}">{}</a>').format(url, _read(row).title)
