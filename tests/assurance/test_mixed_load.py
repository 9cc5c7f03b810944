"""Many processes doing different things at once: nothing lost, nothing twice, and nobody waits for each other in a circle."""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from federation.decisions.models import Decision, RegisterTotal
from federation.decisions.voting.actions.closing import close_early
from federation.kernel import record
from federation.kernel.clock import database_now
from federation.kernel.db import db, unit_of_work
from federation.testing.world import make_world
from tests.assurance import tasks
from tests.assurance.checks import ballots_of, check_record, check_vote
from tests.assurance.conftest import rounds
from tests.assurance.crew import PATIENCE, Crew
from tests.decisions.votes import opened, propose

pytestmark = pytest.mark.both_databases
PROCESSES = 8
SECONDS = rounds(6, 600)


def test_eight_processes_cast_change_and_stand_aside(
    app: Flask, crew: Crew, chance: random.Random, tell: Callable[[str], None]
) -> None:
    world = make_world()
    open_ids = [opened(world, author="rep1") for _ in range(3)]
    seats = [
        (world.actor(f"rep{number}"), practice_id)
        for number, practice_id in enumerate(world.practices.values(), 1)
    ]
    db.session.remove()
    answers = crew.together(
        tasks.mixed, [(chance.randrange(10**9), SECONDS, open_ids, seats) for _ in range(PROCESSES)]
    )
    counts: Counter[str] = Counter()
    for count, _acknowledged in answers:
        counts.update(count)
    for decision_id in open_ids:
        check_vote(
            world,
            decision_id,
            [tuple(rest) for _, acknowledged in answers for one, *rest in acknowledged if one == decision_id],
        )
    check_record(world, ballot_cast=counts["cast"] + counts["changed"], interest_declared=counts["aside"])
    with world.scope():
        for decision_id in open_ids:
            verdict = close_early(world.actor("chair"), decision_id, "Enough.")
            voted = db.session.scalar(select(Decision.voted).where(Decision.id == decision_id))
            assert sum(count.practices for _, count in verdict.tally.stances) == voted
    tell(
        f"{counts.total()} operations by {PROCESSES} processes in {SECONDS} s {dict(counts)}, all as acknowledged"
    )


def test_opening_casting_and_closing_at_once_never_wait_in_a_circle(
    app: Flask, crew: Crew, tell: Callable[[str], None]
) -> None:
    """Opening holds the federation for its next number, and everything that is written refers to the federation."""
    world, each, at_once = make_world(practices=4), rounds(8, 100), 6
    plans = []
    for number in range(at_once):
        seat = number % 4 + 1
        plans.append(
            (
                world.actor("chair"),
                world.actor(f"rep{seat}"),
                world.practices[f"Z9900{seat}"],
                [propose(world, "rep1", f"Vote {number} {turn}") for turn in range(each)],
            )
        )
    db.session.remove()
    answers = [answer for one in crew.together(tasks.open_cast_and_close, plans) for answer in one]
    assert set(answers) == {"done"}
    votes = each * at_once
    with world.scope():
        assert sorted(db.session.scalars(select(Decision.ordinal))) == list(range(1, votes + 1))
        assert db.session.scalar(select(func.sum(RegisterTotal.decided))) == votes
    check_record(world, decision_opened=votes, ballot_cast=votes, decision_closed=votes)
    tell(f"{votes} votes from opening to verdict by {at_once} processes at once, no deadlock")


def test_a_vote_that_waited_for_the_lock_is_judged_by_the_clock_after_the_wait(app: Flask) -> None:
    """PostgreSQL works out what a statement selects before it waits for the row; the clock is read after."""
    if db.engine.dialect.name == "sqlite":
        return
    world = make_world(practices=2)
    decision_id = opened(world, author="rep1")
    held, release, times = threading.Event(), threading.Event(), {}

    def hold() -> None:
        with app.app_context(), world.scope(), unit_of_work() as session:
            session.execute(select(Decision.id).where(Decision.id == decision_id).with_for_update())
            held.set()
            release.wait(PATIENCE)
            times["released"] = session.execute(select(database_now())).scalar_one()

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(PATIENCE)
    threading.Timer(0.3, release.set).start()
    with world.scope():
        receipt = tasks.cast(world.actor("rep1"), decision_id, world.practices["Z99001"], "for")
        assert len(ballots_of(decision_id)) == 1
    holder.join()
    assert receipt.cast_at > times["released"]


@pytest.mark.parametrize("act", ["the first entry of a record", "the first verdict of a year"])
def test_two_transactions_that_both_write_what_was_not_there_yet(act: str, app: Flask) -> None:
    world = make_world(practices=2)
    first, second = (propose(world, "rep1", title) for title in ("One", "Two"))
    if act == "the first verdict of a year":
        for decision_id in (first, second):
            assert tasks.once("open", world.actor("chair"), decision_id) == "done"
    chair, written, failures = world.actor("chair"), threading.Event(), []
    db.session.remove()

    def do(decision_id: int, hold: bool) -> None:
        with app.app_context(), world.scope():
            try:
                with unit_of_work():
                    if act == "the first entry of a record":
                        record.append(None, "test.done", f"test:{decision_id}")
                    else:
                        close_early(chair, decision_id, "Enough.")
                    written.set()
                    if hold:
                        time.sleep(0.3)
            except Exception as error:
                failures.append(error)
            finally:
                db.session.remove()

    earlier = threading.Thread(target=do, args=(first, True))
    later = threading.Thread(target=do, args=(second, False))
    earlier.start()
    written.wait(PATIENCE)
    later.start()
    earlier.join()
    later.join()
    assert failures == []
    check_record(world)
    with world.scope():
        if act == "the first verdict of a year":
            assert db.session.scalars(select(RegisterTotal.decided)).all() == [2]
        else:
            assert db.session.scalar(select(func.count()).select_from(record.RecordEntry)) == 2
