"""A practice is suspended by the members alone, after it was heard; rolls that are fixed stay as they are."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError

from federation.belonging.actions.suspending import answer, propose_lifting, propose_suspension
from federation.belonging.models import MembershipStep
from federation.belonging.proofs import steps
from federation.belonging.queries.register import line_here
from federation.decisions.models import Decision, RollEntry
from federation.decisions.rulebook.queries.voters import practices_that_may_vote
from federation.decisions.voting.actions.casting import cast
from federation.decisions.voting.actions.closing import close_early
from federation.decisions.voting.actions.opening import open_vote
from federation.kernel.db import db, unit_of_work
from federation.kernel.refusals import Invalid, NotYours, Refusal
from federation.network.models import Practice
from federation.testing import both_databases
from federation.testing.world import World
from federation.worker import run_once
from tests.belonging.conftest import Suspends, in_days
from tests.decisions.votes import in_hours, opened, preset

Travels = Callable[..., Any]


def voters(world: World) -> list[str]:
    db.session.rollback()
    with world.scope():
        return [one.code for one in practices_that_may_vote()]


@both_databases
def test_a_suspended_practice_is_on_no_new_roll_and_keeps_those_that_were_open(
    app: Flask, world: World, suspended: Suspends, travel: Travels
) -> None:
    fourth = world.practice_of("rep4")
    open_before = opened(world, preset("simple_majority"), hours=24 * 60)
    number = suspended("rep4", days=30)
    assert voters(world) == ["Z99001", "Z99002", "Z99003"]
    open_since = opened(world, preset("simple_majority"), hours=24 * 60)
    with world.scope():
        for name in ("rep1", "rep2", "rep4"):
            cast(world.actor(name), open_before, world.practice_of(name), "for", "We are on this roll.")
        with pytest.raises(Refusal):
            cast(world.actor("rep4"), open_since, fourth, "for", "We are not.")
        rolls = {
            one: db.session.scalars(
                select(RollEntry.code).where(RollEntry.decision_id == one).order_by(RollEntry.code)
            ).all()
            for one in (open_before, open_since)
        }
        assert rolls == {
            open_before: ["Z99001", "Z99002", "Z99003", "Z99004"],
            open_since: ["Z99001", "Z99002", "Z99003"],
        }
        close_early(world.actor("chair"), open_before, "Enough.")
        verdict = db.session.get_one(Decision, open_before)
        assert (verdict.verdict, (verdict.roll or {})["practices"]) == ("carried", 4)
        line = line_here(fourth)
        assert line is not None and (line.state, line.suspended_until) == ("suspended", in_days(30))
        step = db.session.scalars(select(MembershipStep).where(MembershipStep.kind == "suspended")).one()
        assert (step.decision_id, step.practice_id) == (number, fourth)
        assert list(steps()) == []
    travel(timedelta(days=32))
    assert voters(world) == ["Z99001", "Z99002", "Z99003", "Z99004"]


@both_databases
def test_the_members_lift_a_suspension_and_nobody_else(app: Flask, world: World, suspended: Suspends) -> None:
    suspended("rep4")
    with world.scope():
        lifting = propose_lifting(world.actor("rep2"), world.practice_of("rep4"), "It has paid.")
    world.show(lifting)
    with world.scope():
        with pytest.raises(Refusal, match="binds"):
            open_vote(world.actor("rep2"), lifting, preset("advisory"), in_hours(48))
        open_vote(world.actor("rep2"), lifting, preset("simple_majority"), in_hours(48))
        for name in ("rep1", "rep2", "rep3"):
            cast(world.actor(name), lifting, world.practice_of(name), "for", "Yes.")
        if db.session.get_one(Decision, lifting).state == "open":
            close_early(world.actor("chair"), lifting, "All have voted.")
    run_once(app)
    assert voters(world) == ["Z99001", "Z99002", "Z99003", "Z99004"]
    with world.scope():
        assert list(steps()) == []
        with pytest.raises(Refusal, match="not suspended"):
            propose_lifting(world.actor("rep2"), world.practice_of("rep4"), "Again.")


@both_databases
def test_the_practice_is_heard_before_the_members_vote(app: Flask, world: World, travel: Travels) -> None:
    fourth = world.practice_of("rep4")
    with world.scope():
        number = propose_suspension(world.actor("rep1"), fourth, "It never comes.", in_days(90))
        with pytest.raises(Refusal, match="can answer until"):
            open_vote(world.actor("rep1"), number, preset("simple_majority"), in_hours(48))
        with pytest.raises(NotYours):
            answer(world.actor("rep2"), number, "For them.")
        with pytest.raises(NotYours):
            answer(world.actor("admin"), number, "For them.")
    travel(timedelta(days=8))
    with world.scope():
        open_vote(world.actor("rep1"), number, preset("simple_majority"), in_hours(48))
        answer(world.actor("rep4"), number, "We were ill.")
        with pytest.raises(Refusal, match="has answered"):
            answer(world.actor("rep4"), number, "More.")
    page = world.client(app, "rep2").get(world.address(f"decisions/{number}")).text
    assert "We were ill." in page


@both_databases
def test_nobody_writes_a_suspension_without_the_members(app: Flask, world: World) -> None:
    fourth = world.practice_of("rep4")
    with world.scope():
        with pytest.raises(DBAPIError), unit_of_work() as session:
            session.add(
                MembershipStep(practice_id=fourth, kind="suspended", day=in_days(3), words="", at=in_hours(0))
            )
        with unit_of_work() as session:
            session.execute(
                update(Practice).where(Practice.id == fourth).values(suspended_until=in_hours(99))
            )
        assert [flaw.where for flaw in steps()] == [f"Practice {fourth}"]


def test_what_cannot_be_is_refused(world: World) -> None:
    rep1, fourth = world.actor("rep1"), world.practice_of("rep4")
    with world.scope():
        for until in (in_days(0), in_days(400)):
            with pytest.raises(Invalid, match="within a year"):
                propose_suspension(rep1, fourth, "Because.", until)
        with pytest.raises(Invalid):
            propose_suspension(rep1, fourth, " ", in_days(9))
        with pytest.raises(NotYours):
            propose_suspension(world.actor("admin"), fourth, "Because.", in_days(9))
