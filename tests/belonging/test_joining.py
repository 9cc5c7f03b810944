"""Practices join by a decision of the members, and once they have agreed how, by nothing else."""

import json
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from federation.belonging.actions.joining import propose_admission, propose_rules
from federation.belonging.proofs import steps
from federation.belonging.queries.register import joining_rules, line_here
from federation.belonging.queries.steps import practice_with, steps_of
from federation.decisions.models import RollEntry
from federation.decisions.rulebook.queries.voters import practices_that_may_vote
from federation.kernel.days import time_now, today
from federation.kernel.db import db, unit_of_work
from federation.kernel.outbox import OutboxRow
from federation.kernel.record import RecordEntry
from federation.kernel.refusals import Invalid, NotYours, Refusal
from federation.network.imports.queries.checks import (
    ImportSelection,
    ImportSource,
    JoiningPlan,
    check_practices,
)
from federation.network.imports.rules import read_practices
from federation.network.imports.rules.comparison import KEEPS_VOTE
from federation.network.imports.words import practices_told
from federation.network.models import Membership, Practice, PracticeTotals
from federation.network.practices.actions.practices import return_practice, set_membership, take_leave
from federation.network.practices.actions.totals import recount
from federation.testing import both_databases
from federation.testing.world import World
from federation.worker import run_once
from tests.decisions.votes import all_can_sign_in, opened, preset, vote
from tests.network.files import line, practice_file, save_practices

SOURCE = ImportSource("epraccur.csv", "0" * 64)
NEW = {"code": "a81999", "name": "Marsh End Surgery", "patients": 5100}


def voters(world: World) -> list[str]:
    db.session.rollback()
    with world.scope():
        return [one.code for one in practices_that_may_vote()]


@both_databases
def test_a_practice_joins_by_a_decision_and_votes_in_what_opens_afterwards(app: Flask, world: World) -> None:
    with world.scope():
        before = opened(world, preset("simple_majority"))
        number = propose_admission(world.actor("rep1"), NEW, "They asked us.")
    world.decide(number)
    assert voters(world) == ["Z99001", "Z99002", "Z99003", "Z99004"]
    run_once(app)
    run_once(app)
    assert voters(world) == ["A81999", "Z99001", "Z99002", "Z99003", "Z99004"]
    with world.scope():
        practice = practice_with("A81999")
        assert practice is not None and (practice.name, practice.list_size) == ("Marsh End Surgery", 5100)
        line = line_here(practice.id)
        assert line is not None and (line.state, line.admitted_by) == ("member", number)
        assert [(one.kind, one.decision_id) for one in steps_of(practice.id)] == [("admitted", number)]
        rolls = db.session.scalars(select(RollEntry.code).where(RollEntry.decision_id == before)).all()
        assert sorted(rolls) == ["Z99001", "Z99002", "Z99003", "Z99004"]
        assert db.session.scalars(select(PracticeTotals.full)).one() == 5
        assert list(steps()) == []


@both_databases
def test_once_the_members_agreed_nobody_else_gives_or_takes_a_vote(
    app: Flask, world: World, agreed: int
) -> None:
    admin, third = world.actor("admin"), world.practice_of("rep3")
    with world.scope():
        held = joining_rules()
        assert held is not None and (held.decision_id, held.text) == (agreed, "A GP practice in our area.")
        with pytest.raises(Invalid, match="members decide"):
            set_membership(admin, third, "associate", None)
        with pytest.raises(Refusal, match="own notice"):
            take_leave(admin, third)
        with pytest.raises(Invalid, match="members decide"), unit_of_work() as session:
            session.add(Practice(code="Z88001", name="By the back door"))
            recount()
        with unit_of_work() as session:
            session.add(Practice(code="Z88002", name="Associate", membership="associate"))
            recount()
        with unit_of_work() as session:
            gone = session.get_one(Practice, third)
            gone.left_on = gone.list_size_on
            recount({third})
        with pytest.raises(Refusal, match="joins again"):
            return_practice(admin, third)
        assert set_membership(admin, world.practice_of("rep2"), "full", None) is False
    assert voters(world) == ["Z99001", "Z99002", "Z99004"]


def test_before_the_members_agreed_administrators_keep_the_list(world: World) -> None:
    with world.scope():
        assert joining_rules() is None
        assert set_membership(world.actor("admin"), world.practice_of("rep3"), "associate", None) is True
    assert voters(world) == ["Z99001", "Z99002", "Z99004"]


def test_an_associate_asks_and_its_own_facts_count(app: Flask, world: World, agreed: int) -> None:
    with world.scope(), unit_of_work() as session:
        session.add(Practice(code="Z88002", name="Associate Surgery", membership="associate", list_size=7))
        recount()
        session.flush()
        world.practices["Z88002"] = session.scalars(
            select(Practice.id).where(Practice.code == "Z88002")
        ).one()
    world.add("asker", "representative", "Z88002")
    with world.scope():
        asked = propose_admission(
            world.actor("asker"), {"code": "Z88002", "name": "Another", "patients": 99_999}
        )
    world.decide(asked)
    run_once(app)
    with world.scope():
        found = practice_with("Z88002")
        assert found is not None
        assert (found.name, found.list_size, found.membership) == ("Associate Surgery", 7, "full")
        with pytest.raises(Invalid, match="full member already"):
            propose_admission(world.actor("rep1"), {"code": "Z88002", "name": "Again"})
        with pytest.raises(Invalid, match="ODS code"):
            propose_admission(world.actor("rep1"), {"code": "?", "name": "None"})
        with pytest.raises(NotYours):
            propose_admission(world.actor("admin"), NEW)
        with pytest.raises(NotYours):
            propose_rules(world.actor("observer"), "Mine.")


def test_what_was_cast_keeps_its_weight_when_the_practice_leaves(app: Flask, world: World) -> None:
    number = opened(world, preset("simple_majority"))
    vote(world, number, "fff")
    with world.scope():
        take_leave(world.actor("admin"), world.practice_of("rep3"))
        cast = db.session.scalars(
            select(RollEntry.weight).where(RollEntry.decision_id == number, RollEntry.code == "Z99003")
        ).one()
    assert cast == 1
    assert voters(world) == ["Z99001", "Z99002", "Z99004"]


def test_administrators_and_executive_are_told_who_joined(app: Flask, world: World) -> None:
    all_can_sign_in(world)
    with world.scope():
        number = propose_admission(world.actor("rep1"), NEW)
    world.decide(number)
    run_once(app)
    rows = db.session.scalars(select(OutboxRow).where(OutboxRow.key.like("roll:%:all:%"))).all()
    assert {row.payload["person"] for row in rows} == {world.people["admin"], world.people["chair"]}


@both_databases
def test_a_file_brings_new_practices_as_associates_alone(app: Flask, world: World, agreed: int) -> None:
    admin = world.actor("admin")
    file = read_practices(practice_file(line("Z99013", "MUDFLAT LANE SURGERY")))
    with world.scope():
        with pytest.raises(Invalid, match="members decide") as refused:
            save_practices(admin, file, ImportSelection(), JoiningPlan(), SOURCE)
        assert refused.value.field == "membership"
        assert practice_with("Z99013") is None
        save_practices(admin, file, ImportSelection(), JoiningPlan("associate"), SOURCE)
        found = practice_with("Z99013")
        assert found is not None and found.membership == "associate"
    assert voters(world) == ["Z99001", "Z99002", "Z99003", "Z99004"]


def closed_by_file(world: World, *codes: str, status: str = "C") -> dict[str, int]:
    """An administrator saves a file that calls these practices closed; how many of each."""
    lines = [line(code, f"Practice {code}", status=status, postcode="") for code in codes]
    file = read_practices(practice_file(*lines))
    with world.scope():
        return save_practices(
            world.actor("admin"), file, ImportSelection(), JoiningPlan("associate"), SOURCE
        ).counts


@both_databases
def test_no_file_closes_a_practice_that_somebody_speaks_for(app: Flask, world: World, agreed: int) -> None:
    file = read_practices(practice_file(line("Z99003", "QUAYSIDE PRACTICE", status="C", postcode="")))
    with world.scope():
        found = check_practices(file, ImportSelection()).comparison
        assert (found.closed, [one.text for one in found.notices]) == ([], [KEEPS_VOTE])
        assert any(KEEPS_VOTE in told for told in practices_told(found))
        with pytest.raises(Invalid, match="members decide"), unit_of_work() as session:
            session.get_one(Practice, world.practice_of("rep3")).closed_on = today()
            recount()
    assert closed_by_file(world, "Z99003")["closed"] == 0
    with world.scope(), unit_of_work() as session:
        for held in session.scalars(
            select(Membership).where(
                Membership.practice_id.in_([world.practices["Z99003"], world.practices["Z99004"]])
            )
        ):
            ago = 29 if held.practice_id == world.practices["Z99003"] else 31
            held.ended_at = time_now() - timedelta(days=ago)
    assert closed_by_file(world, "Z99003", "Z99004")["closed"] == 1
    assert voters(world) == ["Z99001", "Z99002", "Z99003", "Z99004"], "until all were told and could object"


@both_databases
def test_who_was_closed_comes_back_as_an_associate_by_a_file(app: Flask, world: World, agreed: int) -> None:
    third, fourth = (world.practice_of(name) for name in ("rep3", "rep4"))
    with world.scope(), unit_of_work() as session:
        for number in (third, fourth):
            session.get_one(Practice, number).closed_on = today()
        recount({third, fourth})
    with world.scope():
        with pytest.raises(Invalid, match="members decide"), unit_of_work() as session:
            session.get_one(Practice, third).closed_on = None
            recount()
        set_membership(world.actor("admin"), fourth, "associate", None)
        with pytest.raises(Invalid, match="members decide"):
            set_membership(world.actor("admin"), fourth, "full", None)
    assert closed_by_file(world, "Z99003", "Z99004", status="A")["reopened"] == 2
    with world.scope():
        for code in ("Z99003", "Z99004"):
            found = practice_with(code)
            assert found is not None and (found.closed_on, found.membership) == (None, "associate")
        entry = db.session.scalars(
            select(RecordEntry)
            .where(RecordEntry.action == "practices.imported")
            .order_by(RecordEntry.seq.desc())
        ).first()
        assert entry is not None and json.loads(entry.data)["associate_practices"] == [third]
        assert not db.session.scalars(
            select(OutboxRow.key).where(OutboxRow.key.startswith(f"roll:{entry.seq}:"))
        ).all()
    assert voters(world) == ["Z99001", "Z99002"]
