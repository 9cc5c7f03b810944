"""A clock that is set back makes nothing undone: a vote that was seen to be over stays over, a result stays as it was shown,
and the times of the record never go backwards."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from federation.decisions.actions import scheduling
from federation.decisions.actions.closing import close_due, close_early
from federation.decisions.actions.voting import cast, stand_aside, withdraw_from_vote
from federation.decisions.models import Decision
from federation.decisions.queries import votes
from federation.kernel import record
from federation.kernel.db import db
from federation.kernel.refusals import Refusal
from tests.assurance.checks import check_vote
from tests.decisions.votes import in_hours, opened, preset, propose, vote
from tests.world import World, make_world

pytestmark = pytest.mark.both_databases
AN_HOUR = timedelta(hours=1)
SetClock = Callable[[datetime], None]


def row_of(world: World, decision_id: int) -> tuple[object, ...]:
    """What is written down of a vote."""
    db.session.rollback()
    with world.scope():
        found = db.session.execute(
            select(
                Decision.state, Decision.verdict, Decision.voted, Decision.closed_at, Decision.closes_at
            ).where(Decision.id == decision_id)
        ).one()
    return tuple(found)


def times_of(world: World) -> list[str]:
    """The times of the record, in its order; the record is whole."""
    db.session.rollback()
    with world.scope():
        assert record.verify()[1] is None
        return [entry.at for entry in record.entries()]


def late_acts(world: World, decision_id: int) -> dict[str, Callable[[], object]]:
    """What may come after a deadline."""
    second, third = world.practices["Z99002"], world.practices["Z99003"]
    return {
        "a ballot": lambda: cast(world.actor("rep2"), decision_id, second, "against"),
        "standing aside": lambda: stand_aside(world.actor("rep3"), decision_id, third, "An interest."),
        "closing early": lambda: close_early(world.actor("chair"), decision_id, "Enough."),
        "withdrawing": lambda: withdraw_from_vote(world.actor("rep1"), decision_id, "Wrong."),
    }


@pytest.mark.parametrize(
    "first", ["a ballot", "standing aside", "closing early", "withdrawing", "the worker"]
)
def test_a_vote_seen_to_be_over_stays_over(app: Flask, set_clock: SetClock, first: str) -> None:
    world = make_world(practices=3)
    decision_id = opened(world, hours=1)
    vote(world, decision_id, "f")
    closes_at = row_of(world, decision_id)[4]
    assert isinstance(closes_at, datetime)
    set_clock(closes_at + AN_HOUR)
    acts = late_acts(world, decision_id)
    with world.scope():
        if first == "the worker":
            assert close_due() == 1
        else:
            with pytest.raises(Refusal):
                acts[first]()
    written = row_of(world, decision_id)
    assert written[0] == "closed" and written[1] and written[2:] == (1, closes_at, closes_at)
    set_clock(closes_at - AN_HOUR / 2)
    for act in acts.values():
        with world.scope(), pytest.raises(Refusal):
            act()
    assert row_of(world, decision_id) == written
    check_vote(world, decision_id)


def test_a_vote_is_over_once_the_record_has_passed_its_deadline(app: Flask, set_clock: SetClock) -> None:
    """Another act of the federation came after the deadline: however far the clock is set back, that was not before."""
    world = make_world(practices=3)
    other = make_world("elsewhere", practices=3)
    decision_id, theirs = opened(world, hours=1), opened(other, hours=1)
    vote(world, decision_id, "f")
    later = opened(world, hours=48, title="Share the winter clinics")
    closes_at = row_of(world, decision_id)[4]
    assert isinstance(closes_at, datetime)
    set_clock(closes_at + AN_HOUR)
    vote(world, later, "f")
    set_clock(closes_at - AN_HOUR / 2)
    with world.scope():
        view = votes.decision_view(decision_id)
        assert (view.voting, view.over, view.counted) == (False, True, False)
        assert votes.shows_results(view, []) is False
    vote(other, theirs, "f")
    with world.scope(), pytest.raises(Refusal, match="Voting has closed"):
        cast(world.actor("rep2"), decision_id, world.practices["Z99002"], "against")
    assert row_of(world, decision_id)[2:] == (1, closes_at, closes_at)
    vote(world, later, " x")
    assert row_of(world, later)[2] == 2
    times = times_of(world)
    assert times == sorted(times)


def test_the_record_never_goes_backwards_in_time(app: Flask, set_clock: SetClock) -> None:
    world = make_world(practices=4)
    decision_id = opened(world, hours=24)
    with world.scope():
        now = in_hours(0)
    for number, hours in enumerate((2, 1, 3, -5), 1):
        set_clock(now + hours * AN_HOUR)
        vote(world, decision_id, " " * (number - 1) + "f")
    times = times_of(world)
    assert times == sorted(times)
    assert times[-1] == record.stamp(now + 3 * AN_HOUR)
    check_vote(world, decision_id)


def test_a_vote_opened_at_its_time_is_not_closed_again(app: Flask, set_clock: SetClock) -> None:
    world = make_world(practices=3)
    decision_id = propose(world)
    with world.scope():
        opens_at = in_hours(2)
        scheduling.schedule_vote(
            world.actor("rep1"), decision_id, preset("simple_majority"), opens_at, in_hours(48)
        )
    set_clock(opens_at + timedelta(minutes=1))
    with world.scope():
        assert scheduling.open_due() == 1
    set_clock(opens_at - AN_HOUR)
    with world.scope():
        assert scheduling.open_due() == 0
    vote(world, decision_id, "f")
    assert row_of(world, decision_id)[:3] == ("open", None, 1)
    times = times_of(world)
    assert times == sorted(times)
