"""Nobody passes for somebody else: names are told apart, and a change of name stays to be seen."""

import json

import pytest
from flask import Flask
from sqlalchemy import select, update

from federation.decisions.discussion import actions as discussion
from federation.kernel import record
from federation.kernel.db import db, unit_of_work
from federation.kernel.record import RecordEntry
from federation.kernel.refusals import Invalid, Refusal
from federation.network.members.actions import inviting
from federation.network.members.actions.erasing import erase_person
from federation.network.members.actions.inviting import MOST_A_DAY, invite
from federation.network.threads import actions as threads
from federation.people.actions.naming import change_name
from federation.people.models import FormerName, Person
from federation.testing.world import World, make_world
from tests.decisions.votes import propose
from tests.people.accounts import letters

both = pytest.mark.both_databases
F = "/f/saltmarsh/"


@pytest.fixture
def world(app: Flask) -> World:
    made = make_world(practices=2)
    with unit_of_work() as session:
        session.execute(
            update(Person).where(Person.id.in_(made.people.values())).values(password_hash="none that works")
        )
    return made


@both
@pytest.mark.parametrize("name", ["Rep2", "rep2 ", "REP\u200b2", "R\u00e9p2", "Ｒep2", "R\u0435p2"])
def test_nobody_takes_the_name_of_somebody_else(app: Flask, world: World, name: str) -> None:
    with pytest.raises(Invalid) as refused:
        change_name(world.people["rep1"], name)
    assert refused.value.field == "name"
    page = world.client(app, "rep1").post("/account/name", data={"name": name})
    assert page.status_code == 422 and "nhsuk-error-summary" in page.text
    assert db.session.scalars(select(Person.name).where(Person.id == world.people["rep1"])).one() == "Rep1"
    assert letters("renamed") == []


@both
def test_a_name_changed_and_changed_back_leaves_a_trace(app: Flask, world: World) -> None:
    for name in ("Robin Reed", "Rep1"):
        change_name(world.people["rep1"], name)
    page = world.client(app, "rep2").get(f"{F}people/{world.people['rep1']}").text
    assert "Was called Robin Reed until" in page and "Was called Rep1 until" in page
    told = [(one["person"], one["subject"]) for one in letters("renamed")]
    assert told == [
        (world.people["member"], "Rep1 is now called Robin Reed"),
        (world.people["member"], "Robin Reed is now called Rep1"),
    ]
    with world.scope():
        rows = db.session.execute(
            select(RecordEntry.subject, RecordEntry.data).where(RecordEntry.action == "person.renamed")
        ).all()
        kept = db.session.execute(select(FormerName.name, FormerName.nonce).order_by(FormerName.id)).all()
    names = ["Rep1", "Robin Reed", "Rep1"]
    for number, (row, former) in enumerate(zip(rows, kept, strict=True)):
        assert former.name == names[number] and former.name not in row.data
        digest = record.digest([former.nonce, former.name, names[number + 1]])
        assert json.loads(row.data)["names"] == digest
    with world.scope():
        erase_person("rep1@saltmarsh.example")
    db.session.rollback()
    assert db.session.scalars(select(FormerName.name)).all() == []


@both
def test_executive_and_administrators_hear_of_each_others_names(app: Flask, world: World) -> None:
    change_name(world.people["admin"], "Ada")
    assert [one["person"] for one in letters("renamed")] == [world.people["chair"]]


@both
def test_people_in_two_federations_are_told_apart_in_both(app: Flask, world: World) -> None:
    other = make_world("fenland", 1)
    other.people["rep2"] = world.people["rep2"]
    other.add("rep2", "observer")
    with unit_of_work() as session:
        session.execute(update(Person).where(Person.id == other.people["lay"]).values(name="Elsewhere"))
    with pytest.raises(Invalid, match="Fenland"):
        change_name(world.people["rep2"], "Elsewhere")
    change_name(world.people["rep1"], "Elsewhere")


@both
def test_an_invitation_under_the_name_of_somebody_here_is_refused(app: Flask, world: World) -> None:
    with world.scope(), pytest.raises(Invalid, match="is called") as refused:
        invite(world.actor("admin"), "new@saltmarsh.example", "rep1", "observer")
    assert refused.value.field == "name"


@both
def test_forty_comments_an_hour_are_enough(app: Flask, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    assert threads.MOST_AN_HOUR == 40
    monkeypatch.setattr(threads, "MOST_AN_HOUR", 2)
    first, second = propose(world), propose(world, title="Another")
    with world.scope():
        for decision in (first, second):
            discussion.comment(world.actor("rep1"), decision, "We agree.")
        with pytest.raises(Refusal, match="comments within an hour"):
            discussion.comment(world.actor("rep1"), first, "And again.")
        discussion.comment(world.actor("rep2"), first, "We too.")


@both
def test_two_hundred_invitations_a_day_are_enough(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MOST_A_DAY == 200
    monkeypatch.setattr(inviting, "MOST_A_DAY", 2)
    world.add("second", "administrator")
    with world.scope():
        for number in "ab":
            invite(world.actor("admin"), f"{number}@x.example", f"New {number}", "observer")
        with pytest.raises(Refusal, match="people within a day"):
            invite(world.actor("admin"), "c@x.example", "New c", "observer")
        invite(world.actor("second"), "c@x.example", "New c", "observer")
