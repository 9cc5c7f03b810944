"""No ballot after the deadline: the database's clock decides, in the transaction that casts."""

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from federation.decisions.models import Ballot, Decision
from federation.decisions.voting.actions.casting import cast
from federation.decisions.voting.actions.closing import close_due
from federation.decisions.voting.actions.objections import answer_objection
from federation.decisions.voting.actions.standing_aside import stand_aside
from federation.kernel import clock
from federation.kernel.clock import database_now
from federation.kernel.db import db
from federation.kernel.refusals import Refusal
from federation.testing.world import World, make_world
from tests.assurance import tasks
from tests.assurance.checks import check_record, check_vote
from tests.assurance.conftest import rounds
from tests.assurance.crew import Crew
from tests.decisions.votes import opened, preset, vote

pytestmark = pytest.mark.both_databases
AN_HOUR = timedelta(hours=1)


def taken(world: World, decision_id: int) -> bool:
    with world.scope():
        try:
            cast(world.actor("rep1"), decision_id, world.practices["Z99001"], "for")
        except Refusal as refusal:
            assert refusal.words == "Voting has closed. This vote was not counted."
            return False
        return True


def test_the_last_microsecond(
    app: Flask, set_clock: Callable[[datetime], None], chance: random.Random, tell: Callable[[str], None]
) -> None:
    world = make_world(practices=2)
    decision_id = opened(world, hours=1, author="rep1")
    with world.scope():
        closes_at = db.session.scalar(select(Decision.closes_at).where(Decision.id == decision_id))
    assert closes_at is not None
    near = [-50_000, -1_000, -1, 0, 1, 1_000, 50_000]
    offsets = sorted(near + [chance.randrange(-60_000, 60_000) for _ in range(rounds(60, 5000))])
    for microseconds in offsets:
        set_clock(closes_at + timedelta(microseconds=microseconds))
        assert taken(world, decision_id) is (microseconds < 0), microseconds
    accepted = sum(offset < 0 for offset in offsets)
    with world.scope():
        assert db.session.scalar(select(func.count()).select_from(Ballot)) == accepted
        assert db.session.scalar(select(func.max(Ballot.cast_at))) < closes_at
    tell(f"{len(offsets)} casts within 60 ms of the deadline, {accepted} before it and taken, none after")


@pytest.mark.parametrize(
    "closes", [datetime(2027, 3, 28, 1, 0, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)]
)
def test_english_clocks_that_jump_do_not_matter(
    app: Flask, set_clock: Callable[[datetime], None], closes: datetime
) -> None:
    set_clock(closes - AN_HOUR)
    world = make_world(practices=2)
    decision_id = opened(world, hours=1, author="rep1")
    for seconds, expected in ((-3599, True), (-1, True), (0, False), (1, False), (3600, False)):
        set_clock(closes + timedelta(seconds=seconds))
        assert taken(world, decision_id) is expected


def test_casting_until_refused_in_true_time_with_no_worker(
    app: Flask, crew: Crew, tell: Callable[[str], None]
) -> None:
    world = make_world(practices=6)
    total, left, seconds = 0, rounds(2, 50), 2
    while left > 0:
        decision_id = opened(world, preset("simple_majority", minimum_hours=0), hours=seconds / 3600)
        seats = [
            (world.actor(f"rep{n}"), decision_id, practice_id)
            for n, practice_id in enumerate(world.practices.values(), 1)
        ]
        db.session.remove()
        answers = [answer for one in crew.together(tasks.cast_until_refused, seats) for answer in one]
        check_vote(world, decision_id, answers)
        with world.scope():
            assert db.session.scalar(select(Decision.state).where(Decision.id == decision_id)) == "closed"
            assert close_due() == 0
        total += len(answers)
        if answers:
            left -= 1
        else:
            seconds *= 2  # a machine too busy to cast in that time proves nothing
    check_record(world, ballot_cast=total)
    tell(f"{total} ballots taken by 6 processes until the deadline, none lost, none late")


def test_a_web_servers_own_clock_changes_nothing(
    app: Flask, database_kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On SQLite the database is a file, and its clock this machine's; on PostgreSQL it is the server's."""
    if database_kind == "sqlite":
        return
    world = make_world(practices=2)
    for minutes in (-10, 10, 60 * 24 * 365):
        decision_id = opened(world, hours=0.1, author="rep1")
        skewed = datetime.now(UTC) + timedelta(minutes=minutes)
        monkeypatch.setattr(clock, "machine_now", lambda skewed=skewed: skewed)
        assert taken(world, decision_id)
        with world.scope():
            cast_at = db.session.scalar(select(func.max(Ballot.cast_at)))
            assert cast_at is not None and abs(
                cast_at - db.session.execute(select(database_now())).scalar_one()
            ) < timedelta(minutes=1)
            assert close_due() == 0


def test_the_deadline_passes_between_our_reading_and_the_databases_own(
    app: Flask, set_clock: Callable[[datetime], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The guard in the database refuses too; the person reads the same words, and nothing is left behind."""
    from federation.decisions.voting.actions import casting as voting
    from federation.decisions.voting.actions import objections

    world = make_world(practices=3)
    decision_id = opened(world, preset("consent"), hours=1, author="rep1")
    vote(world, decision_id, "cco", "Too dear.")
    with world.scope():
        closes_at = db.session.scalar(select(Decision.closes_at).where(Decision.id == decision_id))
    assert closes_at is not None
    for module in (voting, objections):
        real = module.until_the_close

        def late(words: str, real: Callable[[str], object] = real) -> object:
            set_clock(closes_at)
            return real(words)

        if db.engine.dialect.name == "sqlite":
            monkeypatch.setattr(module, "until_the_close", late)
    if db.engine.dialect.name == "postgresql":
        set_clock(closes_at)
    home = world.practices["Z99002"]
    for act in (
        lambda: cast(world.actor("rep2"), decision_id, home, "consent"),
        lambda: stand_aside(world.actor("rep2"), decision_id, home, "An interest."),
        lambda: answer_objection(world.actor("rep1"), decision_id, world.practices["Z99003"], "We mend it."),
    ):
        if db.engine.dialect.name == "sqlite":
            set_clock(closes_at - AN_HOUR / 2)
        with world.scope(), pytest.raises(Refusal, match=r"closed|not open"):
            act()
    set_clock(closes_at + AN_HOUR)
    check_vote(world, decision_id)
    check_record(world, ballot_cast=3, interest_declared=0, objection_answered=0)
