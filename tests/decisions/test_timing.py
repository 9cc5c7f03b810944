"""When a vote takes ballots, is over or is due is answered alike in Python and by the database."""

from datetime import timedelta
from itertools import product

import pytest
from flask import Flask
from sqlalchemy import select, update

from federation.decisions import rules
from federation.decisions.models import STATES, Decision
from federation.kernel.db import unit_of_work
from federation.testing.world import LONG_AGO, make_world
from tests.decisions.votes import propose

pytestmark = pytest.mark.both_databases
NOW = LONG_AGO + timedelta(days=1)
TIMES = (None, NOW - timedelta(microseconds=1), NOW, NOW + timedelta(microseconds=1))


def test_python_and_the_database_agree(app: Flask) -> None:
    world = make_world(practices=3)
    decision_id = propose(world)
    for state, at in product(STATES, TIMES):
        with world.scope(), unit_of_work() as session:
            session.execute(
                update(Decision)
                .where(Decision.id == decision_id)
                .values(state=state, opens_at=at, closes_at=at)
                .execution_options(synchronize_session=False)
            )
            decision = session.scalars(select(Decision).where(Decision.id == decision_id)).one()
            told = session.execute(
                select(Decision.takes_ballots(NOW), Decision.is_over(NOW), Decision.is_due(NOW)).where(
                    Decision.id == decision_id
                )
            ).one()
            expected = (decision.takes_ballots(NOW), decision.is_over(NOW), decision.is_due(NOW))
            assert (at is None and state == "open") or tuple(map(bool, told)) == expected, (state, at)
            session.rollback()


@pytest.mark.parametrize(
    ("state", "after", "expected"),
    [
        ("open", timedelta(microseconds=-1), (False, True, False)),
        ("open", timedelta(0), (False, True, False)),
        ("open", timedelta(microseconds=1), (True, False, True)),
        ("scheduled", timedelta(microseconds=1), (False, False, True)),
        ("discussion", timedelta(microseconds=-1), (False, False, True)),
        ("closed", timedelta(microseconds=1), (False, False, False)),
        ("draft", timedelta(microseconds=1), (False, False, False)),
        ("withdrawn", timedelta(microseconds=1), (False, False, False)),
    ],
)
def test_the_deadline_itself_is_too_late(
    state: str, after: timedelta, expected: tuple[bool, bool, bool]
) -> None:
    closes_at = NOW + after
    assert (
        rules.takes_ballots(state, closes_at, NOW),
        rules.is_over(state, closes_at, NOW),
        rules.takes_comments(state, closes_at, NOW),
    ) == expected


def test_a_vote_opens_at_its_time_and_not_before() -> None:
    assert not rules.is_due("scheduled", NOW + timedelta(microseconds=1), NOW)
    assert rules.is_due("scheduled", NOW, NOW)
    assert not rules.is_due("scheduled", None, NOW)
    assert not rules.is_due("open", NOW, NOW)


@pytest.mark.parametrize(
    ("visibility", "voting", "counted", "has_voted", "expected"),
    [
        ("live", True, False, False, True),
        ("after_own_vote", True, False, False, False),
        ("after_own_vote", True, False, True, True),
        ("after_close", True, False, True, False),
        ("live", False, False, True, False),
        ("after_own_vote", False, False, True, False),
        ("after_close", False, True, False, True),
    ],
)
def test_results_are_shown_as_the_rule_says_and_never_while_they_are_counted(
    visibility: str, voting: bool, counted: bool, has_voted: bool, expected: bool
) -> None:
    assert rules.shows_results(visibility, voting, counted, has_voted) is expected
