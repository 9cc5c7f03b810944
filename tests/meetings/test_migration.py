"""What was approved before votes were taken in meetings stays as it was, and as fixed."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DatabaseError

from federation.kernel.db import db, unit_of_work
from federation.meetings.actions.minutes import approve_minutes, write_minutes
from federation.meetings.actions.presence import note_presence
from federation.meetings.models import AgendaItem, CalledMeeting, MeetingPresence
from federation.meetings.proofs import approved_minutes
from federation.meetings.queries.agenda import items_of
from federation.meetings.queries.invited import asked
from federation.meetings.queries.meetings import meeting_here
from federation.plugin.migrate import upgrade
from federation.testing import both_databases
from federation.testing.world import World
from tests.meetings.conftest import Calls
from tests.tables import back_to


@both_databases
def test_approved_meetings_move_back_and_forth(
    world: World, call: Calls, travel: Callable[[timedelta], None], database_url: str
) -> None:
    meeting, general = call(), call(kind="agm", days=30)
    travel(timedelta(days=15))
    with world.scope():
        admin = world.actor("admin")
        note_presence(admin, meeting, {world.people["rep1"]: "present"})
        write_minutes(admin, meeting, "We met.")
        approve_minutes(world.actor("rep1"), meeting)
    db.session.remove()
    back_to(database_url, "0051")
    upgrade(database_url)
    with world.scope():
        found = meeting_here(meeting)
        assert (found.state, found.version) == ("approved", 1)
        assert [one.added_at for one in items_of(meeting)] == [found.called_at]
        assert [one.name for one in asked(found) if one.is_there] == ["Rep1"]
        assert meeting_here(general).kind == "members"
        assert list(approved_minutes()) == []
    for model, values in (
        (CalledMeeting, {"place": "Elsewhere"}),
        (AgendaItem, {"said": "Otherwise."}),
        (MeetingPresence, {"state": "apologies"}),
    ):
        row = CalledMeeting.id if model is CalledMeeting else model.meeting_id  # type: ignore[attr-defined]
        with world.scope(), pytest.raises(DatabaseError), unit_of_work() as session:
            session.execute(update(model).where(row == meeting).values(**values))
        db.session.rollback()
    with world.scope():
        assert (
            db.session.scalar(select(CalledMeeting.place).where(CalledMeeting.id == meeting))
            == "Tidemill Hall"
        )
