"""A rule can keep those who lead from closing a vote early, and from calling it off."""

import pytest
from flask import Flask

from federation.decisions.models import Decision
from federation.decisions.rules import Rule, RuleError, explain, members_of
from federation.decisions.voting.actions.closing import close_early
from federation.decisions.voting.actions.opening import open_vote
from federation.decisions.voting.actions.scheduling import call_off, schedule_vote
from federation.decisions.voting.actions.withdrawing import withdraw
from federation.kernel.db import db
from federation.kernel.refusals import NotYours
from federation.testing.world import World, make_world
from tests.decisions.votes import in_hours, opened, preset, propose

KEPT_OUT = {"lead_may_close": False, "lead_may_withdraw": False}


@pytest.fixture
def world(app: Flask) -> World:
    return make_world(practices=3)


def state(world: World, number: int) -> str:
    db.session.rollback()
    with world.scope():
        return db.session.get_one(Decision, number).state


@pytest.mark.both_databases
def test_they_cannot_close_it_early_nor_call_it_off(app: Flask, world: World) -> None:
    free, kept = opened(world), opened(world, preset("simple_majority", **KEPT_OUT))
    with world.scope():
        with pytest.raises(NotYours, match="cannot close it early"):
            close_early(world.actor("chair"), kept, "Enough.")
        with pytest.raises(NotYours, match="cannot call it off"):
            withdraw(world.actor("chair"), kept, "Not now.")
        withdraw(world.actor("rep1"), kept, "I asked too early.")
        close_early(world.actor("chair"), free, "Enough.")
    assert (state(world, kept), state(world, free)) == ("withdrawn", "closed")


def test_pages_offer_it_to_nobody_who_may_not(app: Flask, world: World) -> None:
    kept = opened(world, preset("simple_majority", **KEPT_OUT))
    at = f"/f/saltmarsh/decisions/{kept}"
    leads, author = (world.client(app, name).get(at).text for name in ("chair", "rep1"))
    assert "Close voting early" not in leads and "Call the vote off" not in leads
    assert "Close voting early" not in author and "Call the vote off" in author


def test_once_its_time_is_set_they_change_nothing_of_it(world: World) -> None:
    number, rule = propose(world), preset("simple_majority", **KEPT_OUT)
    with world.scope():
        schedule_vote(world.actor("rep1"), number, rule, in_hours(24), in_hours(72))
        for act in (
            lambda: call_off(world.actor("chair"), number),
            lambda: open_vote(world.actor("chair"), number, preset("simple_majority"), in_hours(48)),
            lambda: withdraw(world.actor("chair"), number, "Not now."),
        ):
            with pytest.raises(NotYours, match="cannot call it off"):
                act()
        call_off(world.actor("rep1"), number)
    assert state(world, number) == "discussion"


def test_the_rule_says_so() -> None:
    rule = preset("simple_majority", **KEPT_OUT)
    assert "The executive and the chair cannot close it early or call it off." in explain(rule)
    group = members_of("Home Visiting Group")
    one = preset("simple_majority", lead_may_withdraw=False)
    assert "Those who lead the group cannot call it off." in explain(one, group)
    assert not any("cannot" in words for words in explain(preset("simple_majority")))
    with pytest.raises(RuleError) as refused:
        Rule.from_dict({**rule.to_dict(), "lead_may_close": "no"})
    assert refused.value.field == "lead_may_close"
