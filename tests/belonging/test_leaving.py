"""A practice leaves by its own notice, which a second person of it confirms, and which it can take back until its day."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from federation.belonging.actions.leaving import confirm_notice, give_notice, take_notice_back
from federation.belonging.proofs import steps
from federation.belonging.queries.register import line_here
from federation.belonging.queries.seats import effects_of_leaving
from federation.belonging.queries.steps import may_let_leave, notice_of, steps_of
from federation.belonging.rules import StandingNotice
from federation.decisions.rulebook.queries.voters import practices_that_may_vote
from federation.decisions.voting.actions.casting import cast
from federation.kernel.db import db, unit_of_work
from federation.kernel.outbox import OutboxRow
from federation.kernel.refusals import Invalid, NotYours, Refusal
from federation.network.groups.actions import GroupWanted, SeatWanted, begin_group
from federation.network.groups.queries import seats_of, voters_of
from federation.network.members.actions.roles import add_role
from federation.network.models import Membership
from federation.testing import both_databases
from federation.testing.world import World
from federation.worker import run_once
from tests.belonging.conftest import in_days
from tests.decisions.votes import all_can_sign_in, opened, preset

Travels = Callable[..., Any]


@both_databases
def test_a_practice_leaves_on_its_day_and_its_seats_end(app: Flask, world: World, travel: Travels) -> None:
    world.add("second", "member", "Z99003")
    all_can_sign_in(world)
    third = world.practice_of("rep3")
    with world.scope():
        seats = (SeatWanted(practice="Z99003"), SeatWanted(world.people["second"], is_lead=True))
        group = begin_group(world.actor("admin"), GroupWanted("Dunes", "Looks after dunes.", seats=seats))
        vote = opened(world, preset("simple_majority"), hours=24 * 90)
        assert give_notice(world.actor("rep3"), third, in_days(40), "We merge.") is True
        assert notice_of(third) == StandingNotice(in_days(40), True)
        with pytest.raises(Refusal, match="somebody else"):
            confirm_notice(world.actor("rep3"), third)
        with pytest.raises(NotYours):
            confirm_notice(world.actor("rep1"), third)
        confirm_notice(world.actor("second"), third)
        line = line_here(third)
        assert line is not None and (line.state, line.leaves_on) == ("leaving", in_days(40))
        effects = effects_of_leaving(third)
        assert [one.group for one in effects.own_seats] == ["Dunes"]
        assert [one.person for one in effects.people] == ["Second"]
        assert effects.open_votes == 1
    run_once(app)
    assert left(world) == []
    travel(timedelta(days=41))
    assert left(world) == ["Z99003"], "at its time, whether or not the worker has run"
    with world.scope():
        assert [one.code for one in voters_of(group)] == [f"p-{world.people['second']}"]
        with pytest.raises(Refusal, match="so the practice has left"):
            take_notice_back(world.actor("rep3"), third)
        assert list(steps()) == []
    run_once(app)
    run_once(app)
    assert left(world) == ["Z99003"]
    with world.scope():
        assert [one.name for one in seats_of(group)] == ["Second"]
        assert [one.kind for one in steps_of(third)] == ["gone", "confirmed", "notice"]
        cast(world.actor("rep3"), vote, third, "for", "We are on this roll.")
        told = db.session.scalars(select(OutboxRow.key).where(OutboxRow.key.like("%:group:%"))).all()
        assert list(steps()) == []
        with pytest.raises(Refusal, match="not belong"):
            give_notice(world.actor("rep3"), third, in_days(99))
        groups = [key for key in told if key.startswith("belonging:")]
        assert [int(key.rpartition(":")[2]) for key in groups] == [world.people["second"]]


def left(world: World) -> list[str]:
    """The codes of practices that may vote no more."""
    db.session.rollback()
    with world.scope():
        return sorted(set(world.practices) - {one.code for one in practices_that_may_vote()})


@both_databases
def test_a_notice_is_taken_back_and_given_anew(app: Flask, world: World, travel: Travels) -> None:
    third = world.practice_of("rep3")
    with world.scope():
        assert give_notice(world.actor("rep3"), third, in_days(30)) is False
        assert notice_of(third) == StandingNotice(in_days(30), False)
        with pytest.raises(Refusal, match="already"):
            give_notice(world.actor("rep3"), third, in_days(30))
        take_notice_back(world.actor("rep3"), third)
        assert notice_of(third) is None
        with pytest.raises(Refusal, match="no notice"):
            take_notice_back(world.actor("rep3"), third)
    travel(timedelta(days=31))
    run_once(app)
    assert left(world) == []
    with world.scope():
        assert [one.kind for one in steps_of(third)] == ["taken_back", "stated", "notice"]


def test_nobody_gives_notice_for_another_practice_or_too_late(world: World) -> None:
    third = world.practice_of("rep3")
    with world.scope():
        for name in ("rep1", "admin", "chair", "observer"):
            with pytest.raises(NotYours):
                give_notice(world.actor(name), third, in_days(60))
        with pytest.raises(Invalid, match="or later"):
            give_notice(world.actor("rep3"), third, in_days(29))
        assert notice_of(third) is None


@both_databases
def test_whom_an_administrator_brings_in_lets_no_practice_leave(
    app: Flask, world: World, travel: Travels
) -> None:
    all_can_sign_in(world)
    third, admin = world.practice_of("rep3"), world.actor("admin")
    with world.scope():
        for name, role in (("observer", "representative"), ("lay", "member"), ("chair", "member")):
            add_role(admin, world.people[name], role, "Z99003")
        with pytest.raises(Refusal, match="from outside it"):
            give_notice(world.actor("observer"), third, in_days(40))
        assert give_notice(world.actor("rep3"), third, in_days(40)) is True
        for name in ("lay", "chair", "observer"):
            with pytest.raises(Refusal, match="from outside it"):
                confirm_notice(world.actor(name), third)
        assert notice_of(third) == StandingNotice(in_days(40), True)
        with unit_of_work() as session:
            session.execute(
                update(Membership)
                .where(Membership.person_id == world.people["chair"], Membership.practice_id == third)
                .values(given_by=world.people["rep3"])
            )
        assert [may_let_leave(world.people[name], third) for name in ("chair", "lay", "rep3", "rep1")] == [
            *(True, False, True, False)
        ]
    travel(timedelta(days=31))
    with world.scope():
        confirm_notice(world.actor("lay"), third)
