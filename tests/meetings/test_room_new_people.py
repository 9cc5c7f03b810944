"""Nobody brings people into practices, or seats, to carry a vote in the room of a meeting before anybody has seen it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select, update

from federation.decisions.models import Decision
from federation.decisions.rules import NONE, PRESETS
from federation.decisions.voting.actions.casting import cast
from federation.kernel.days import time_now
from federation.kernel.db import db, unit_of_work
from federation.meetings.actions.presence import say_here
from federation.meetings.actions.room import put_on_agenda, vote_in_room
from federation.network.models import Federation, Membership
from federation.testing import both_databases
from federation.testing.world import LONG_AGO, World
from tests.decisions.votes import propose
from tests.meetings.conftest import Calls

Travels = Callable[[timedelta], None]


@both_databases
def test_people_brought_in_on_the_day_carry_nothing_in_the_room(
    world: World, call: Calls, travel: Travels
) -> None:
    with unit_of_work() as session, world.scope():
        one = session.get_one(Federation, world.federation_id)
        one.settings = {**one.settings, "floors": replace(NONE, notice_hours=24).to_dict()}
        one.created_at = LONG_AGO
    decision, meeting = propose(world), call(kind="members")
    with world.scope():
        item = put_on_agenda(world.actor("rep1"), meeting, decision)
    travel(timedelta(days=14, hours=1))
    for name, code in (("made2", "Z99002"), ("made3", "Z99003")):
        world.add(name, "representative", code)
        with unit_of_work() as session, world.scope():
            session.execute(
                update(Membership)
                .where(Membership.person_id == world.people[name])
                .values(started_at=time_now() - timedelta(minutes=5))
            )
    with world.scope():
        for name in ("rep1", "rep2"):
            say_here(world.actor(name), meeting, "present")
        vote_in_room(world.actor("rep1"), meeting, item, PRESETS["simple_majority"].rule)
        for name in ("made2", "made3"):
            cast(world.actor(name), decision, world.practice_of(name), "for")
    assert state(world, decision) == "open"
    with world.scope():
        cast(world.actor("rep2"), decision, world.practice_of("rep2"), "against", "Nobody asked us.")
        cast(world.actor("rep1"), decision, world.practice_of("rep1"), "against", "Nor us.")
    assert state(world, decision) == "closed"


def state(world: World, decision: int) -> str:
    with world.scope():
        return str(db.session.scalar(select(Decision.state).where(Decision.id == decision)))
