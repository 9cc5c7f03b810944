"""A vote in which one person holds the votes of several practices says so: before it opens, in letters, and for good."""

import pytest
from flask import Flask
from sqlalchemy import update

from federation.decisions.models import Decision
from federation.decisions.voting.actions.closing import close_early
from federation.decisions.voting.actions.standing_aside import stand_aside
from federation.kernel.db import unit_of_work
from federation.network.members.actions.confirming import confirm_role
from federation.network.members.actions.roles import add_role, end_role
from federation.people.models import Person
from federation.testing.world import World, make_world
from tests.api.programs import in_hours as moment_in
from tests.api.programs import program
from tests.decisions.test_letters import work
from tests.decisions.test_new_roles_bend_no_vote import membership
from tests.decisions.votes import all_can_sign_in, in_hours, opened, propose, vote
from tests.people.accounts import letters

both = pytest.mark.both_databases
ALL = "One person holds the votes of all 12 practices: Ola Only."
F = "/f/saltmarsh/decisions/"


def alone() -> World:
    """One person represents every practice; nobody else can sign in. Another federation is of everybody."""
    world, other = make_world(), make_world("dunes")
    all_can_sign_in(other)
    for code in world.practices:
        world.add("only", "representative", code)
    with unit_of_work() as session:
        session.get_one(Person, world.people["only"]).name = "Ola Only"
    others = tuple(name for name in world.people if name.startswith("rep"))
    all_can_sign_in(world, but=others)
    return world


@pytest.fixture
def world(app: Flask) -> World:
    return alone()


def planned(world: World, author: str = "only") -> int:
    number = propose(world, author)
    with world.scope():
        closes = in_hours(48).isoformat()
    with unit_of_work() as session, world.scope():
        session.get_one(Decision, number).plan = {"rule": "simple_majority", "closes_at": closes}
    return number


def page(app: Flask, world: World, number: int, name: str = "observer", part: str = "") -> str:
    return world.client(app, name).get(f"{F}{number}{part}").text


@both
def test_the_page_before_opening_says_it_and_warns(app: Flask, world: World) -> None:
    text = page(app, world, planned(world), "only", "/check")
    assert ALL in text and "One person holds the votes of most practices" in text


@both
def test_everybody_reads_it_on_the_vote_and_on_what_it_came_to(app: Flask, world: World) -> None:
    number = opened(world, author="only")
    for name in ("observer", "lay", "chair", "only"):
        assert ALL in page(app, world, number, name), name
    assert ALL in page(app, world, number, part="/roll")
    with world.scope():
        close_early(world.actor("chair"), number, "Nobody else will vote.")
    assert ALL in page(app, world, number)
    assert ALL in page(app, world, number, part="/roll")


@both
def test_the_letters_say_it(app: Flask, world: World) -> None:
    number = opened(world, author="only", hours=100)
    work(app, world)
    asked = [one["text"] for one in letters("mail:opened")]
    assert asked and all(ALL in text for text in asked)
    with world.scope():
        close_early(world.actor("chair"), number, "Nobody else will vote.")
    work(app, world)
    told = [one["text"] for one in letters("mail:closed")]
    assert told and all(ALL in text for text in told)


@both
def test_programs_read_it_before_while_it_is_open_and_after(app: Flask, world: World) -> None:
    reader, author = program(app, world, "observer"), program(app, world, "only")
    number = propose(world, "only")
    said = {
        "words": ALL,
        "most": True,
        "people": [{"name": "Ola Only", "practices": 12}],
    }
    assert reader.get(f"/decisions/{number}/roll?limit=1")["holders"] is None
    assert author.get(f"/decisions/{number}/turnout?preset=simple_majority")["holders"] == said
    sent = {"preset": "simple_majority", "closes_at": moment_in(100)}
    assert author.done("POST", f"/decisions/{number}/open", sent)["turnout"]["holders"] == said
    assert reader.get(f"/decisions/{number}/roll?limit=1")["holders"] == said
    with world.scope():
        close_early(world.actor("chair"), number, "Nobody else will vote.")
    assert reader.get(f"/decisions/{number}/roll?limit=1")["holders"] == said


@both
def test_where_each_practice_has_its_own_nothing_is_said(app: Flask) -> None:
    world, other = make_world(), make_world("dunes")
    for code in other.practices:
        other.add("rep1", "representative", code)
    for one in (world, other):
        all_can_sign_in(one)
    check, number = planned(world, "rep1"), opened(world)
    assert "holds the votes" not in page(app, world, check, "rep1", "/check")
    assert "holds the votes" not in page(app, world, number)
    assert program(app, world, "observer").get(f"/decisions/{number}/roll")["holders"] == {
        "words": "",
        "most": False,
        "people": [],
    }


def test_who_stood_aside_or_cannot_sign_in_holds_nothing(app: Flask, world: World) -> None:
    number = opened(world, author="only")
    with world.scope():
        for code in list(world.practices)[:9]:
            stand_aside(world.actor("only"), number, world.practices[code], "We would gain.")
    assert "One person holds the votes of all 3 practices: Ola Only." in page(app, world, number)
    with unit_of_work() as session:
        session.execute(update(Person).where(Person.id == world.people["only"]).values(password_hash=None))
    assert "holds the votes" not in page(app, world, number)


@both
def test_roles_that_do_not_count_in_the_vote_are_not_counted_and_those_that_ended_are(app: Flask) -> None:
    world = make_world(practices=4)
    all_can_sign_in(world)
    number = opened(world, author="rep1")
    with world.scope():
        for code in ("Z99002", "Z99003"):
            add_role(world.actor("admin"), world.people["rep1"], "representative", code)
    assert "holds the votes" not in page(app, world, number)
    late = membership(world, "rep1", "representative", "Z99002")
    with world.scope():
        confirm_role(world.actor("rep2"), world.people["rep1"], late)
    assert "One person holds the votes of 2 practices: Rep1." in page(app, world, number)
    with world.scope():
        end_role(world.actor("admin"), world.people["rep1"], late)
    assert "One person holds the votes of 2 practices: Rep1." in page(app, world, number)
    vote(world, number, "ffff")
    with world.scope():
        close_early(world.actor("chair"), number, "All have voted.")
        add_role(world.actor("admin"), world.people["rep2"], "representative", "Z99004")
    assert "One person holds the votes of 2 practices: Rep1." in page(app, world, number)
