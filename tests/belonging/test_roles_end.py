"""Roles end with the membership of their practice; nobody closes a practice unseen by ending its people's roles first."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from federation.belonging.actions.closing import object_to_closing
from federation.belonging.actions.leaving import confirm_notice, give_notice, take_notice_back
from federation.belonging.proofs import steps
from federation.belonging.queries.register import line_here
from federation.belonging.queries.steps import steps_of
from federation.decisions.voting.actions.casting import cast
from federation.kernel.days import time_now
from federation.kernel.db import db, unit_of_work
from federation.kernel.outbox import OutboxRow
from federation.kernel.refusals import NotFound, Refusal
from federation.network.for_plugins import actor_of
from federation.network.groups.actions import GroupWanted, SeatWanted, begin_group
from federation.network.groups.queries import seats_of
from federation.network.members.actions.roles import add_role
from federation.network.members.proofs import memberships
from federation.network.models import Federation, Membership
from federation.network.practices.actions.practices import return_practice, take_leave
from federation.testing import both_databases
from federation.testing.world import World
from federation.worker import run_once
from tests.belonging.conftest import in_days
from tests.belonging.test_joining import closed_by_file, voters
from tests.decisions.votes import all_can_sign_in, opened, preset

Travels = Callable[..., Any]


def roles(world: World, name: str) -> list[str]:
    """The roles that somebody holds."""
    db.session.rollback()
    with world.scope():
        return sorted(
            db.session.scalars(
                select(Membership.role).where(
                    Membership.person_id == world.people[name], Membership.ended_at.is_(None)
                )
            )
        )


def told(world: World, subject: str) -> set[int]:
    """Who got a letter with this in its subject."""
    db.session.rollback()
    with world.scope():
        rows = db.session.scalars(select(OutboxRow.payload).where(OutboxRow.kind == "mail"))
        return {row["person"] for row in rows if subject in row["subject"]}


@both_databases
def test_roles_end_with_the_membership_and_offices_unless_the_members_agreed_otherwise(
    app: Flask, world: World, travel: Travels
) -> None:
    third = world.practice_of("rep3")
    world.add("second", "member", "Z99003")
    all_can_sign_in(world)
    with world.scope():
        admin = world.actor("admin")
        add_role(admin, world.people["rep3"], "observer")
        add_role(admin, world.people["second"], "representative", "Z99001")
        seats = (SeatWanted(world.people["rep3"], is_lead=True), SeatWanted(world.people["second"]))
        group = begin_group(admin, GroupWanted("Dunes", "Looks after dunes.", seats=seats))
        vote = opened(world, preset("simple_majority"), hours=24 * 45)
        with unit_of_work() as session:
            one = session.get_one(Federation, world.federation_id)
            one.settings = {**one.settings, "agreed": {"belonging.office_days": 20}}
        give_notice(world.actor("rep3"), third, in_days(40))
        confirm_notice(world.actor("second"), third)
    travel(timedelta(days=41))
    run_once(app)
    assert roles(world, "rep3") == ["observer", "representative"], "it is on the roll of a vote that is open"
    with world.scope():
        cast(world.actor("rep3"), vote, third, "for", "We are on this roll.")
    travel(timedelta(days=46))
    run_once(app)
    assert (roles(world, "rep3"), roles(world, "second")) == (["observer"], ["representative"])
    assert world.people["rep3"] in told(world, "has left: your roles")
    assert told(world, "has left: roles") >= {world.people["admin"], world.people["chair"]}
    travel(timedelta(days=67))
    run_once(app)
    assert roles(world, "rep3") == []
    with world.scope():
        assert [one.name for one in seats_of(group)] == ["Second"], "who has another role keeps their seat"
        with pytest.raises(NotFound):
            actor_of(world.people["rep3"])
        assert [one.kind for one in steps_of(third)][:2] == ["ended", "gone"]
        assert list(steps()) == []
        assert [one for one in memberships() if "no entry gave" not in one.why] == []


def test_where_somebody_marks_a_practice_as_gone_all_are_told_before_roles_end(
    app: Flask, world: World, travel: Travels
) -> None:
    third, admin = world.practice_of("rep3"), world.actor("admin")
    with world.scope():
        take_leave(admin, third)
    run_once(app)
    assert told(world, "is no member any more") == set(world.people.values())
    with world.scope():
        return_practice(admin, third)
    travel(timedelta(days=31))
    run_once(app)
    assert roles(world, "rep3") == ["representative"], "it was a mistake, and taken back"
    with world.scope():
        take_leave(admin, third)
    run_once(app)
    travel(timedelta(days=60))
    run_once(app)
    assert roles(world, "rep3") == ["representative"]
    travel(timedelta(days=62))
    run_once(app)
    assert roles(world, "rep3") == []
    with world.scope():
        assert [one.kind for one in steps_of(third)] == ["ended", "off", "back", "off"]
        assert list(steps()) == []


@both_databases
def test_nobody_closes_a_practice_by_ending_its_roles_first(
    app: Flask, world: World, agreed: int, travel: Travels
) -> None:
    fourth = world.practice_of("rep4")
    with world.scope(), unit_of_work() as session:
        ended = {"ended_at": time_now() - timedelta(days=31)}
        session.execute(update(Membership).where(Membership.practice_id == fourth).values(**ended))
    assert closed_by_file(world, "Z99004")["closed"] == 1
    run_once(app)
    assert told(world, "Object, or ") >= {world.people[name] for name in ("rep1", "rep2", "rep3", "lay")}
    assert closed_by_file(world, "Z99004")["closed"] == 0, "its day is set already"
    page = world.address(f"membership/{fourth}")
    assert "Object: it is not closed" in world.client(app, "rep1").get(page).text
    assert world.client(app, "observer").get(f"{page}/object").status_code == 403
    assert world.client(app, "rep1").post(f"{page}/object", data={"reason": ""}).status_code == 422
    sent = world.program(app, "rep2").post(
        "/api/v1/federations/saltmarsh/membership/closing/Z99004/objection", json={"reason": "We met there."}
    )
    assert sent.status_code == 204, sent.text
    assert "We met there." in world.client(app, "rep3").get(page).text
    with world.scope(), pytest.raises(Refusal, match="objected already"):
        object_to_closing(world.actor("rep1"), fourth, "Twice.")
    travel(timedelta(days=40))
    run_once(app)
    assert "Z99004" in voters(world)
    assert closed_by_file(world, "Z99004")["closed"] == 1
    run_once(app)
    with world.scope(), pytest.raises(Refusal, match="given no notice"):
        add_role(world.actor("admin"), world.people["lay"], "representative", "Z99004")
        take_notice_back(world.actor("lay"), fourth)
    travel(timedelta(days=71))
    assert voters(world) == ["Z99001", "Z99002", "Z99003"], "whether or not the worker has run"
    run_once(app)
    db.session.rollback()
    with world.scope():
        line = line_here(fourth)
        assert line is not None and line.state == "closed"
        assert list(steps()) == []
