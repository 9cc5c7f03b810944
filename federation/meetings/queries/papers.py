"""Papers of items on agendas, and who opens them."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from federation.kernel.db import db
from federation.kernel.policy import Actor, may
from federation.meetings.models import ITEM_FILES, AgendaItem, CalledMeeting
from federation.network.files.queries import AttachedFile
from federation.network.models import StoredFile


def papers_on(meeting_id: int) -> Mapping[int, Sequence[AttachedFile]]:
    """The papers of each item of an agenda, by the item's number, the oldest first. One statement."""
    found: dict[int, list[AttachedFile]] = {}
    for row in db.session.execute(
        select(
            StoredFile.owner_id,
            StoredFile.id,
            StoredFile.name,
            StoredFile.kind,
            StoredFile.size,
            StoredFile.sha256,
        )
        .join(AgendaItem, AgendaItem.id == StoredFile.owner_id)
        .where(StoredFile.owner == ITEM_FILES, AgendaItem.meeting_id == meeting_id)
        .order_by(StoredFile.id)
    ):
        found.setdefault(row[0], []).append(AttachedFile._make(row[1:]))
    return found


def reads_item(reader: Actor, owner_id: int) -> bool:
    """Whether somebody may open the papers of an item: who reads about its meeting. One statement."""
    there = db.session.scalar(
        select(CalledMeeting.id)
        .join(AgendaItem, AgendaItem.meeting_id == CalledMeeting.id)
        .where(AgendaItem.id == owner_id)
    )
    return there is not None and may(reader, "meetings.read")
