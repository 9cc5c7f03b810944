"""Who hears of discussions, comments, answers and actions: each once, and nobody of what they did themselves."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from federation.decisions.discussion.actions import comment
from federation.decisions.outcomes.actions import add_action, change_action
from federation.decisions.proposals.actions.proposals import start, to_discussion
from federation.decisions.proposals.texts import Draft
from federation.decisions.voting.actions.closing import close_early
from federation.kernel.db import db, unit_of_work
from federation.kernel.outbox import OutboxRow
from federation.kernel.refusals import Refusal
from federation.people.models import Person
from federation.testing.world import World, make_world
from tests.decisions.test_letters import mails
from tests.decisions.votes import opened, propose, vote

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
        session.get_one(Person, world.people["rep1"]).mail_choices = {"comment": "never"}
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


def letters_about(world: World, begins: str) -> int:
    with world.scope():
        rows = db.session.execute(select(OutboxRow.key, OutboxRow.payload)).all()
    db.session.rollback()
    theirs = set(world.people.values())
    return sum(row.key.startswith(f"mail:{begins}") for row in rows if row.payload.get("person") in theirs)


def test_an_action_that_changes_its_owner(app: Flask) -> None:
    world = make_world(practices=3)
    number = opened(world)
    vote(world, number, "fff")
    due = date.today() + timedelta(days=30)
    with world.scope():
        close_early(world.actor("chair"), number, "All have voted.")
        action = add_action(world.actor("rep1"), number, "Buy it", world.people["rep2"], due)
    for owner, letters in (("rep2", 1), ("rep3", 2), ("rep3", 2), ("rep1", 2), ("rep2", 3)):
        with world.scope():
            change_action(world.actor("rep1"), action, "Buy two", world.people[owner], due)
        assert letters_about(world, f"action:{action}:") == letters
    told = mails(world, f"action:{action}:")
    assert set(told) == {"rep2", "rep3"} and "Buy two" in told["rep3"]


def test_a_discussion_that_opens(app: Flask) -> None:
    world, other = make_world(practices=3), make_world("otherton", practices=1)
    with unit_of_work() as session:
        session.get_one(Person, world.people["rep3"]).mail_choices = {"discussion": "never"}
    with world.scope():
        number = start(world.actor("rep1"), Draft("Share home visits", "Each practice takes one day."))
    assert letters_about(world, "discussion") == 0
    with world.scope():
        to_discussion(world.actor("rep1"), number)
    told = mails(world, "discussion")
    assert set(told) == {"chair", "rep2", "member", "lay"}
    assert letters_about(world, "discussion") == 4 and letters_about(other, "discussion") == 0
    for words in (
        "Saltmarsh GP Federation",
        "rep1 has put a proposal up for discussion",
        "Share home visits",
        "Each practice takes one day.",
        f"/decisions/{number}",
    ):
        assert words in told["rep2"]
    with world.scope(), pytest.raises(Refusal):
        to_discussion(world.actor("rep1"), number)
    assert letters_about(world, "discussion") == 4
