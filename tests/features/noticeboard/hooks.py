"""What the noticeboard answers to others."""

from typing import Any

from federation.noticeboard.events import NoticePinned
from federation.noticeboard.mail_kinds import NOTICES
from federation.noticeboard.queries import notices
from sqlalchemy import select

from federation.kernel.db import db
from federation.kernel.record import RecordEntry
from federation.network.for_plugins import mail, people
from federation.network.places import HomeShown
from federation.plugin.feature import Panel, PersonalRecord
from federation.plugin.hooks import hookimpl


@hookimpl
def happened(event: Any) -> None:
    """A letter about each notice, to everybody."""
    if isinstance(event, NoticePinned):
        everybody = {one.id for one in people()}
        mail(f"noticeboard.pinned:{event.notice_id}", everybody, "A notice", "Somebody pinned one.", NOTICES)


@hookimpl
def panels(place: str, subject: Any) -> list[Panel]:
    """The newest notice, on the first page."""
    found = notices() if isinstance(subject, HomeShown) else []
    return [Panel("noticeboard/_home.html", {"title": found[0][1]}, things=1)] if found else []


@hookimpl
def personal_data(person_id: int) -> list[PersonalRecord]:
    """The notices that a person pinned."""
    rows = db.session.execute(
        select(RecordEntry.subject).where(
            RecordEntry.action == "notice.pinned",
            RecordEntry.actor == person_id,
            RecordEntry.subject != "notice:new",
        )
    )
    return [PersonalRecord("Notice", {"notice": row.subject}) for row in rows]
