"""Nobody is brought into a practice to vote, or to stand aside, before its own people have seen it."""

from dataclasses import replace
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select, update

from federation.decisions.models import Decision
from federation.decisions.rules import NONE
from federation.decisions.voting.actions.casting import cast
from federation.decisions.voting.actions.closing import close_early
from federation.decisions.voting.actions.opening import open_vote
from federation.decisions.voting.actions.standing_aside import stand_aside
from federation.kernel.db import db, unit_of_work
from federation.kernel.refusals import Refusal
from federation.network.models import Federation, Membership, Practice
from federation.testing.world import LONG_AGO, World, make_world
from tests.decisions.test_new_roles_bend_no_vote import give, settle_in
from tests.decisions.votes import in_hours, preset, propose
from tests.people.accounts import letters

pytestmark = pytest.mark.both_databases
Z1, Z2, Z3 = "Z99001", "Z99002", "Z99003"


@pytest.fixture
def world(app: Flask) -> World:
    """Three practices that have agreed on a day of notice."""
    made = make_world(practices=3)
    settle_in(made)
    began(made, LONG_AGO)
    return made


def began(world: World, at: datetime) -> None:
    """Let the federation have begun then."""
    with unit_of_work() as session, world.scope():
        one = session.get_one(Federation, world.federation_id)
        one.settings = {**one.settings, "floors": replace(NONE, notice_hours=24).to_dict()}
        one.created_at = at


def put(world: World, early: str) -> int:
    """A vote that closes early in this way, opened now."""
    number = propose(world)
    with world.scope():
        with unit_of_work() as session:
            session.get_one(Decision, number).created_at = in_hours(0)
        open_vote(world.actor("rep1"), number, preset("simple_majority", early_close=early), in_hours(48))
    return number


def votes(world: World, decision: int, name: str, code: str, stance: str) -> None:
    with world.scope():
        cast(world.actor(name), decision, world.practices[code], stance, "Because.")


def state(world: World, decision: int) -> str:
    with world.scope():
        found = db.session.scalars(select(Decision.state).where(Decision.id == decision)).one()
        db.session.rollback()
    return found


def test_people_brought_in_before_a_vote_close_it_for_nobody(world: World) -> None:
    """One administrator could else carry anything in the minute in which it opens: each vote of theirs would be the last."""
    for code in (Z1, Z2, Z3):
        give(world, "admin", f"made{code}", "representative", code)
    decision = put(world, "all_voted")
    for code in (Z1, Z2, Z3):
        votes(world, decision, f"made{code}", code, "for")
    assert state(world, decision) == "open"
    with world.scope(), pytest.raises(Refusal, match="came to speak for them shortly before") as no:
        close_early(world.actor("chair"), decision, "All have voted.")
    with world.scope():
        names = db.session.scalars(select(Practice.name)).all()
        db.session.rollback()
    assert len(names) == 3 and all(name in no.value.words for name in names)
    for name, code in (("rep2", Z2), ("rep3", Z3), ("rep1", Z1)):
        assert state(world, decision) == "open"
        votes(world, decision, name, code, "against")
    assert state(world, decision) == "closed"


def test_their_standing_aside_closes_nothing_either(world: World) -> None:
    give(world, "admin", "made", "representative", Z3)
    decision = put(world, "all_voted")
    votes(world, decision, "rep1", Z1, "for")
    votes(world, decision, "rep2", Z2, "for")
    with world.scope():
        stand_aside(world.actor("made"), decision, world.practices[Z3], "We would rather not say.")
    assert state(world, decision) == "open"


def test_in_a_federation_as_young_as_they_are_all_who_vote_close_it(world: World) -> None:
    began(world, in_hours_of(world, -1))
    give(world, "admin", "made", "representative", Z1)
    decision = put(world, "all_voted")
    votes(world, decision, "made", Z1, "for")
    votes(world, decision, "rep2", Z2, "for")
    votes(world, decision, "rep3", Z3, "for")
    assert state(world, decision) == "closed"


def test_whoever_came_before_the_notice_is_one_of_the_practice(world: World) -> None:
    give(world, "admin", "made", "representative", Z1)
    with unit_of_work() as session, world.scope():
        session.execute(
            update(Membership)
            .where(Membership.person_id == world.people["made"])
            .values(started_at=in_hours(-25))
        )
    decision = put(world, "all_voted")
    votes(world, decision, "made", Z1, "for")
    votes(world, decision, "rep2", Z2, "for")
    votes(world, decision, "rep3", Z3, "for")
    assert state(world, decision) == "closed"


def test_nobody_is_brought_in_to_make_a_practice_stand_aside(world: World) -> None:
    """What standing aside takes from a practice nobody gives back, before voting opens or after."""
    decision = propose(world)
    give(world, "admin", "made", "representative", Z3)
    give(world, "admin", "alone", "representative", Z2)
    for _ in range(2):
        for name, code in (("made", Z3), ("alone", Z2)):
            with world.scope(), pytest.raises(Refusal, match="from outside it after this proposal was begun"):
                stand_aside(world.actor(name), decision, world.practices[code], "We would rather not say.")
        if state(world, decision) == "discussion":
            with world.scope():
                open_vote(world.actor("rep1"), decision, preset("simple_majority"), in_hours(48))


def test_people_of_a_practice_hear_who_made_it_stand_aside(world: World) -> None:
    world.add("colleague", "member", Z3)
    settle_in(world)
    before, after = propose(world), put(world, "never")
    for decision in (before, after):
        with world.scope():
            stand_aside(world.actor("rep3"), decision, world.practices[Z3], "Our partner owns the firm.")
    told = letters("mail:stood-aside")
    assert [one["person"] for one in told] == [world.people["colleague"]] * 2
    for one in told:
        assert "rep3 has said that" in one["text"] and "Our partner owns the firm." in one["text"]


def in_hours_of(world: World, hours: float) -> datetime:
    with world.scope():
        found = in_hours(hours)
        db.session.rollback()
    return found
