"""Who hears of comments, answers and actions, on both databases: each once, and nobody of what they did themselves."""

from datetime import date, timedelta

import pytest
from flask import Flask

from federation.decisions.actions.closing import close_early
from federation.decisions.actions.discussion import comment
from federation.decisions.actions.outcomes import add_action
from federation.kernel.db import unit_of_work
from federation.people.models import Person
from tests.decisions.test_letters import mails
from tests.decisions.votes import opened, propose, vote
from tests.world import make_world

pytestmark = pytest.mark.both_databases


def test_comments_and_answers(app: Flask) -> None:
    world = make_world(practices=3)
    number = propose(world, "rep1")
    with world.scope():
        first = comment(world.actor("rep2"), number, "What does it cost?")
        assert set(mails(world, f"comment:{first}")) == {"rep1"}
    with world.scope():
        second = comment(world.actor("rep1"), number, "Nothing.", first)
        third = comment(world.actor("rep3"), number, "Really?", first)
        own = comment(world.actor("rep1"), number, "By the way.")
    assert set(mails(world, f"comment:{second}")) == {"rep2"}
    assert set(mails(world, f"comment:{third}")) == {"rep1", "rep2"}
    assert "answered your comment" in mails(world, f"comment:{third}")["rep2"]
    assert mails(world, f"comment:{own}") == {}


def test_nobody_who_chose_otherwise(app: Flask) -> None:
    world = make_world(practices=2)
    with unit_of_work() as session:
        session.get_one(Person, world.people["rep1"]).mail_choices = {"comment": False}
    number = propose(world, "rep1")
    with world.scope():
        comment(world.actor("rep2"), number, "What does it cost?")
    assert mails(world, "comment") == {}


def test_actions_given(app: Flask) -> None:
    world = make_world(practices=2)
    number = opened(world)
    vote(world, number, "ff")
    due = date.today() + timedelta(days=30)
    with world.scope():
        close_early(world.actor("chair"), number, "All have voted.")
        add_action(world.actor("rep1"), number, "Buy it", world.people["rep2"], due)
        add_action(world.actor("rep1"), number, "Ask them", world.people["rep1"], due)
    told = mails(world, "action")
    assert set(told) == {"rep2"} and "Buy it" in told["rep2"] and "Saltmarsh GP Federation" in told["rep2"]
