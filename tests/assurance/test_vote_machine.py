"""A vote against a model of fewer than sixty lines: whatever people do in whatever order, both agree."""

from collections.abc import Callable
from math import ceil
from typing import Any, ClassVar

import pytest
from flask import Flask
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from federation.decisions.models import Decision
from federation.decisions.voting.actions.casting import cast
from federation.decisions.voting.actions.closing import close_early
from federation.decisions.voting.actions.standing_aside import stand_aside
from federation.kernel.db import db, unit_of_work
from federation.kernel.refusals import Refusal
from federation.network.models import Practice
from federation.testing.world import World, make_world
from tests.assurance.checks import check_record, check_vote
from tests.assurance.conftest import rounds
from tests.decisions.votes import opened, preset

NUMBERS = st.integers(0, 3)
STANCES = st.sampled_from(["for", "against", "abstain"])


class Vote(RuleBasedStateMachine):
    """One vote by patients' weights among four practices, with its model: latest stances, who stood aside, open or not."""

    world: ClassVar[World]
    steps: ClassVar[int] = 0

    @initialize()
    def begin(self) -> None:
        self.stances: dict[int, str] = {}
        self.casts = 0
        self.aside: set[int] = set()
        self.open = True
        self.weights = [ceil(size / 1000) for size in self.list_sizes()]
        self.decision_id = opened(self.world, preset("patient_weighted"), author="rep1")

    def list_sizes(self) -> list[int]:
        db.session.remove()
        with self.world.scope():
            return list(db.session.scalars(select(Practice.list_size).order_by(Practice.code)))

    def attempt(self, allowed: bool, act: Callable[..., Any], who: str, *given: Any) -> bool:
        type(self).steps += 1
        with self.world.scope():
            try:
                act(self.world.actor(who), self.decision_id, *given)
            except Refusal:
                assert not allowed
                return False
        assert allowed
        return True

    def practice(self, number: int) -> int:
        return list(self.world.practices.values())[number]

    @rule(number=NUMBERS, stance=STANCES)
    def casts_or_changes(self, number: int, stance: str) -> None:
        if self.attempt(
            self.open and number not in self.aside, cast, f"rep{number + 1}", self.practice(number), stance
        ):
            self.stances[number] = stance
            self.casts += 1

    @rule(number=NUMBERS)
    def stands_aside(self, number: int) -> None:
        if self.attempt(
            self.open and number not in self.aside,
            stand_aside,
            f"rep{number + 1}",
            self.practice(number),
            "An interest.",
        ):
            self.aside.add(number)

    @rule(number=NUMBERS, size=st.integers(1, 40_000))
    def list_size_changes(self, number: int, size: int) -> None:
        with unit_of_work() as session, self.world.scope():
            session.get_one(Practice, self.practice(number)).list_size = size

    @rule()
    def closes(self) -> None:
        if self.attempt(self.open, close_early, "chair", "Enough."):
            self.open = False

    @invariant()
    def agrees(self) -> None:
        counted = {number: stance for number, stance in self.stances.items() if number not in self.aside}
        ballots = check_vote(self.world, self.decision_id)
        assert {practice: found[-1][1] for practice, found in ballots.items()} == {
            self.practice(n): s for n, s in self.stances.items()
        }
        assert sum(map(len, ballots.values())) == self.casts
        with self.world.scope():
            row = db.session.execute(
                select(Decision.state, Decision.voted, Decision.result).where(Decision.id == self.decision_id)
            ).one()
            assert (row.state, row.voted) == ("open" if self.open else "closed", len(counted))
        if not self.open:
            said = {
                name: (count["practices"], count["weight"])
                for name, count in row.result["tally"]["stances"].items()
            }
            for stance in ("for", "against", "abstain"):
                those = [number for number, cast_stance in counted.items() if cast_stance == stance]
                assert said.get(stance, (0, 0)) == (len(those), sum(self.weights[number] for number in those))

    def teardown(self) -> None:
        db.session.remove()


@pytest.mark.both_databases
def test_a_vote_behaves_like_its_model(app: Flask, tell: Callable[[str], None]) -> None:
    Vote.world, Vote.steps = make_world(practices=4), 0
    run_state_machine_as_test(
        Vote,
        settings=hypothesis_settings(
            max_examples=rounds(15, 2000),
            stateful_step_count=rounds(20, 50),
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )
    check_record(Vote.world)
    tell(f"{Vote.steps} acts agree with the model")
