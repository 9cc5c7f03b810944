"""At most one counted ballot for each practice, however many representatives cast at the same instant."""

import random
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from federation.decisions.models import Decision
from federation.decisions.voting.actions.closing import close_early
from federation.kernel.db import db
from federation.testing.world import World, make_world
from tests.assurance import tasks
from tests.assurance.checks import ballots_of, check_record, check_vote
from tests.assurance.conftest import rounds
from tests.assurance.crew import Crew
from tests.decisions.votes import opened, preset, propose

pytestmark = pytest.mark.both_databases
PROCESSES = 16


def two_each(world: World) -> None:
    for number, code in enumerate(world.practices, 1):
        world.add(f"second{number}", "representative", code)


def test_sixteen_processes_cast_at_once_for_the_same_practices(
    app: Flask, crew: Crew, chance: random.Random, tell: Callable[[str], None]
) -> None:
    world = make_world()
    two_each(world)
    decision_id = opened(world)
    practices = list(world.practices.values())
    plans = []
    for process in range(PROCESSES):
        who = "rep" if process % 2 else "second"
        plan = [
            (
                world.actor(f"{who}{number}"),
                decision_id,
                practice_id,
                chance.choice(("for", "against", "abstain")),
            )
            for _ in range(rounds(3))
            for number, practice_id in enumerate(practices, 1)
        ]
        plans.append((chance.sample(plan, len(plan)),))
    db.session.remove()
    answers = [answer for one in crew.together(tasks.cast_all, plans) for answer in one]
    assert [answer for answer in answers if isinstance(answer, str)] == []
    ballots = check_vote(world, decision_id, answers)
    assert sorted(ballots) == sorted(practices)
    assert sum(first for _, _, first, _, _ in answers) == len(practices)
    check_record(world, ballot_cast=len(answers), decision_opened=1)
    with world.scope():
        verdict = close_early(world.actor("chair"), decision_id, "Everybody has voted.")
        tally = {name: count.practices for name, count in verdict.tally.stances if count.practices}
    latest = [versions[-1][1] for versions in ballots.values()]
    assert tally == {stance: latest.count(stance) for stance in set(latest)}
    tell(
        f"{len(answers)} casts by {PROCESSES} processes for {len(practices)} practices: {len(practices)} counted"
    )


def test_two_people_at_the_same_instant_have_one_result(
    app: Flask, crew: Crew, tell: Callable[[str], None]
) -> None:
    world = make_world(practices=4)
    world.add("deputy", "executive")
    people = [world.actor("chair"), world.actor("deputy"), world.actor("rep4"), world.actor("chair")]
    for _ in range(rounds(2, 10)):
        decision_id = propose(world, "rep4")
        db.session.remove()
        opened_by = crew.together(tasks.once, [("open", person, decision_id) for person in people])
        assert sorted(opened_by) == ["Voting is open already."] * 3 + ["done"]
        closed_by = crew.together(
            tasks.once, [("close", person, decision_id) for person in people if "executive" in person.roles]
        )
        assert sorted(closed_by) == ["Voting is not open, so it cannot be closed."] * 2 + ["done"]
    with world.scope():
        assert list(db.session.scalars(select(Decision.ordinal).order_by(Decision.id))) == list(
            range(1, rounds(2, 10) + 1)
        )
    check_record(world, decision_opened=rounds(2, 10), decision_closed=rounds(2, 10))


def test_standing_aside_and_casting_at_the_same_instant(app: Flask, crew: Crew) -> None:
    world = make_world(practices=4)
    two_each(world)
    for _ in range(rounds(3, 15)):
        decision_id = opened(world)
        home, other = world.practices["Z99001"], world.practices["Z99002"]
        first, second, elsewhere = (world.actor(name) for name in ("rep1", "second1", "rep2"))
        db.session.remove()
        crew.together(
            tasks.once,
            [
                ("cast", first, decision_id, home, "for"),
                ("cast", second, decision_id, home, "for"),
                ("aside", first, decision_id, home),
                ("cast", elsewhere, decision_id, other, "for"),
            ],
        )
        check_vote(world, decision_id)
        with world.scope():
            assert db.session.scalar(select(Decision.voted).where(Decision.id == decision_id)) == 1
            assert len(ballots_of(decision_id)) in (1, 2)
    check_record(world)


def test_the_last_two_ballots_at_once_close_the_vote_once(app: Flask, crew: Crew) -> None:
    world = make_world(practices=2)
    for turn in range(1, rounds(3, 15) + 1):
        decision_id = opened(world, preset("simple_majority", early_close="all_voted"), author="rep1")
        last = [
            ("cast", world.actor(f"rep{n}"), decision_id, world.practices[f"Z9900{n}"], "for") for n in (1, 2)
        ]
        db.session.remove()
        done = crew.together(tasks.once, last)
        assert done == ["done", "done"]
        with world.scope():
            assert db.session.execute(
                select(Decision.state, Decision.voted).where(Decision.id == decision_id)
            ).one() == ("closed", 2)
        check_record(world, decision_closed=turn)
