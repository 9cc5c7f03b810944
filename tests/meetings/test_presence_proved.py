"""Who was at a meeting stays as it was when its minutes were approved, and the record knows it."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import text

from federation.kernel.db import db
from federation.meetings.actions.minutes import approve_minutes, write_minutes
from federation.meetings.actions.presence import note_presence
from federation.meetings.proofs import approved_minutes
from federation.plugin.migrate import owner_engine
from federation.testing.world import World
from tests.meetings.conftest import Calls


def test_who_was_there_is_compared_with_the_record(
    world: World, call: Calls, travel: Callable[[timedelta], None], database_url: str
) -> None:
    meeting = call()
    travel(timedelta(days=15))
    with world.scope():
        note_presence(world.actor("admin"), meeting, {world.people["rep1"]: "present"})
        write_minutes(world.actor("admin"), meeting, "We met.")
        approve_minutes(world.actor("rep1"), meeting)
        assert list(approved_minutes()) == []
    db.session.remove()
    with owner_engine(database_url).begin() as connection:
        guards = text(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'meetings_presence'"
        )
        for name in connection.execute(guards).scalars().all():
            connection.execute(text(f"DROP TRIGGER {name}"))
        connection.execute(text("UPDATE meetings_presence SET state = 'apologies'"))
    with world.scope():
        assert [str(flaw) for flaw in approved_minutes()] == [
            f"Meeting {meeting}: not those were there whom the record knows"
        ]
