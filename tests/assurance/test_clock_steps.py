"""A clock that is set back makes nothing undone: a vote that was seen to be over stays over, a result stays as it was shown,
and the times of the record never go backwards."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import IntegrityError

from federation.decisions.models import Decision
from federation.decisions.seen import decision_view
from federation.decisions.voting.actions import scheduling
from federation.decisions.voting.actions.casting import cast
from federation.decisions.voting.actions.closing import close_due, close_early
from federation.decisions.voting.actions.objections import answer_objection
from federation.decisions.voting.actions.standing_aside import stand_aside
from federation.decisions.voting.actions.withdrawing import withdraw
from federation.decisions.voting.queries.results import shows_results
from federation.kernel import record
from federation.kernel.db import db, unit_of_work
from federation.kernel.refusals import Refusal
from federation.plugin.migrate import upgrade
from federation.testing.world import World, make_world
from tests.assurance.checks import check_vote
from tests.assurance.crew import PATIENCE
from tests.decisions.votes import in_hours, opened, preset, propose, vote
from tests.tables import back_to

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
        "withdrawing": lambda: withdraw(world.actor("rep1"), decision_id, "Wrong."),
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
        view = decision_view(decision_id)
        assert (view.voting, view.over, view.counted) == (False, True, False)
        assert shows_results(view, []) is False
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


LATE = (
    "INSERT INTO decisions_ballot (federation_id, id, decision_id, roll_entry_id, version, stance, reason, cast_by,"
    " cast_at, by_link, by_program, receipt, nonce) SELECT federation_id, id + 900, decision_id, roll_entry_id,"
    " version + 1, stance, reason, cast_by, cast_at, by_link, by_program, 'LATE', nonce FROM decisions_ballot"
    " WHERE decision_id = {} AND version = 1 AND stance <> 'consent'",
    "UPDATE decisions_roll_entry SET recusal_reason = 'late' WHERE decision_id = {}",
    "UPDATE decisions_resolution SET words = 'late' WHERE decision_id = {}",
    "INSERT INTO decisions_resolution (federation_id, id, decision_id, ballot_id, words, written_by, written_at)"
    " SELECT federation_id, id + 900, decision_id, ballot_id - 1, 'late', written_by, written_at"
    " FROM decisions_resolution WHERE decision_id = {}",
)
"""What the guards of the database refuse once voting is over, whoever asks."""


def taken(owner: Engine, decision_id: int) -> list[bool]:
    """Which of these the database takes; nothing of it stays."""
    found = []
    for statement in LATE:
        with owner.connect() as connection:
            try:
                found.append(connection.execute(text(statement.format(decision_id))).rowcount > 0)
            except IntegrityError as error:
                assert "voting is over" in str(error.orig), error
                found.append(False)
    return found


def test_the_guards_of_the_database_know_the_time_of_the_record(
    app: Flask, owner: Engine, set_clock: SetClock
) -> None:
    world = make_world(practices=3)
    decision_id = opened(world, preset("consent"), hours=1)
    vote(world, decision_id, "co", "Too dear.")
    with world.scope():
        answer_objection(world.actor("rep1"), decision_id, world.practices["Z99002"], "We add a minimum.")
    later = opened(world, hours=48, title="Share the winter clinics")
    closes_at = row_of(world, decision_id)[4]
    assert isinstance(closes_at, datetime)
    every, none = [True] * len(LATE), [False] * len(LATE)
    assert taken(owner, decision_id) == every
    set_clock(closes_at + AN_HOUR)
    assert taken(owner, decision_id) == none
    set_clock(closes_at - AN_HOUR / 2)
    assert taken(owner, decision_id) == every
    set_clock(closes_at + AN_HOUR)
    vote(world, later, "f")
    db.session.remove()
    set_clock(closes_at - AN_HOUR / 2)
    assert taken(owner, decision_id) == none
    assert taken(owner, later) == [True, True, False, False]
    assert row_of(world, decision_id)[0] == "open"


def waits_for_a_lock(owner: Engine) -> bool:
    """Whether a session waits for another; on SQLite whoever comes second has not begun."""
    if owner.dialect.name == "sqlite":
        return True
    with owner.connect() as connection:
        return bool(connection.execute(text("SELECT count(*) FROM pg_locks WHERE NOT granted")).scalar_one())


def test_an_entry_that_waited_while_the_clock_was_set_back_is_not_before_the_one_it_waited_for(
    app: Flask, owner: Engine, set_clock: SetClock
) -> None:
    world = make_world(practices=1)
    with world.scope(), unit_of_work():
        now = in_hours(0)
        record.append(None, "test.done", "test:0")
    db.session.remove()
    written, release, failures = threading.Event(), threading.Event(), []

    def write(subject: str, hold: bool) -> None:
        try:
            with app.app_context(), world.scope(), unit_of_work():
                record.append(None, "test.done", subject)
                if hold:
                    written.set()
                    release.wait(PATIENCE)
        except Exception as error:
            failures.append(error)

    set_clock(now + AN_HOUR)
    first = threading.Thread(target=write, args=("test:1", True))
    first.start()
    assert written.wait(PATIENCE)
    set_clock(now + AN_HOUR / 2)
    second = threading.Thread(target=write, args=("test:2", False))
    second.start()
    while second.is_alive() and not waits_for_a_lock(owner):
        pass
    release.set()
    first.join()
    second.join()
    assert failures == []
    times = times_of(world)
    assert times[1:] == [record.stamp(now + AN_HOUR)] * 2


def test_an_upgrade_finds_the_time_of_the_newest_entry(
    app: Flask, database_url: str, set_clock: SetClock
) -> None:
    worlds = [make_world(name, practices=1) for name in ("saltmarsh", "elsewhere")]
    with worlds[0].scope():
        now = in_hours(0)
    for number, world in enumerate(worlds):
        set_clock(now + number * AN_HOUR)
        with world.scope(), unit_of_work():
            record.append(None, "test.done", "test:1")
    db.session.remove()
    back_to(database_url, "0022")
    upgrade(database_url)
    set_clock(now - AN_HOUR)
    for number, world in enumerate(worlds):
        assert times_of(world) == [record.stamp(now + number * AN_HOUR)]
        with world.scope():
            assert db.session.scalar(select(record.now_here())) == now + number * AN_HOUR
