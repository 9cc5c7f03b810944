"""Practices join by a decision of the members, and once they have agreed how, by nothing else."""

import pytest
from flask import Flask
from sqlalchemy import select

from federation.belonging.actions.joining import propose_admission, propose_rules
from federation.belonging.proofs import steps
from federation.belonging.queries.register import joining_rules, line_here
from federation.belonging.queries.steps import practice_with, steps_of
from federation.decisions.models import RollEntry
from federation.decisions.rulebook.queries.voters import practices_that_may_vote
from federation.kernel.db import db, unit_of_work
from federation.kernel.outbox import OutboxRow
from federation.kernel.refusals import Invalid, NotYours, Refusal
from federation.network.imports.queries.checks import ImportSelection, ImportSource, JoiningPlan
from federation.network.imports.rules import read_practices
from federation.network.models import Practice, PracticeTotals
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
