"""Roles that a first administrator gave themselves, alone, are seen by whoever comes after."""

import re

import pytest
from flask import Flask

from federation.network.members.actions.chair import make_chair
from federation.network.members.actions.inviting import invite
from federation.network.members.actions.roles import add_role, end_role
from federation.network.members.rules.early import EarlyRoles
from federation.testing.world import World, make_world
from tests.decisions.test_new_roles_bend_no_vote import membership
from tests.people.accounts import forget, give_password

both = pytest.mark.both_databases
ROOT = "/f/saltmarsh/"
SAID = (
    "Before anybody else was here, Admin gave themselves these roles: executive, chair, representative of Driftwood "
    "Surgery, representative of Lighthouse Medical Centre, representative of Quayside Practice, representative of "
    "Saltpan Lane Surgery and 2 more."
)


@pytest.fixture
def world(app: Flask) -> World:
    """Six practices, and an administrator, alone so far, who gave themselves everything; another federation is of everybody."""
    make_world("dunes", practices=2)
    made = make_world(practices=6)
    ada = made.people["admin"]
    with made.scope():
        add_role(made.actor("admin"), ada, "executive")
        make_chair(made.actor("admin"), ada, membership(made, "admin", "executive"))
        for code in made.practices:
            add_role(made.actor("admin"), ada, "representative", code)
    return made


def second(app: Flask, world: World, role: str = "executive", code: str | None = None) -> None:
    """A second person comes, and can sign in."""
    with world.scope():
        world.people["bo"] = invite(world.actor("admin"), "bo@saltmarsh.example", "Bo", role, code).person_id
    give_password(world.people["bo"])


def page(app: Flask, world: World, name: str, path: str = "") -> str:
    forget()
    return " ".join(world.client(app, name).get(ROOT + path).text.split())


@both
@pytest.mark.parametrize("role", ["administrator", "executive", "representative", "member"])
def test_the_second_person_reads_it_on_home_and_puts_it_away(app: Flask, world: World, role: str) -> None:
    second(app, world, role, "Z99001" if role in ("representative", "member") else None)
    assert SAID in page(app, world, "bo")
    assert "Roles from the beginning" not in page(app, world, "admin")
    client = world.client(app, "bo")
    forget()
    assert client.post(f"{ROOT}early-roles").status_code == 303
    assert SAID not in " ".join(client.get(ROOT).text.split())
    for path in ("people/to-confirm", "our-federation/"):
        assert SAID in " ".join(client.get(ROOT + path).text.split())


@both
def test_everybody_reads_it_under_people_and_in_the_record_until_the_roles_end(
    app: Flask, world: World
) -> None:
    second(app, world, "observer")
    for path in ("people/to-confirm", "our-federation/"):
        assert SAID in page(app, world, "bo", path) and SAID in page(app, world, "admin", path)
    record = page(app, world, "bo", "our-federation/record")
    assert "gave themselves the role executive, without a second person" in record
    assert "made themselves the chair, without a second person" in record
    ada = world.people["admin"]
    with world.scope():
        for code in world.practices:
            end_role(world.actor("admin"), ada, membership(world, "admin", "representative", code))
    said = "Before anybody else was here, Admin gave themselves this role: executive, chair."
    assert said in page(app, world, "bo", "people/to-confirm")


@both
def test_what_is_given_once_somebody_is_here_is_not_of_the_beginning(app: Flask, world: World) -> None:
    second(app, world)
    with world.scope():
        add_role(world.actor("admin"), world.people["admin"], "member", "Z99001")
        add_role(world.actor("admin"), world.people["bo"], "representative", "Z99001")
    text = page(app, world, "bo")
    assert SAID in text and "practice member" not in text.partition("Roles from the beginning")[2][:600]
    record = page(app, world, "bo", "our-federation/record")
    assert re.search(
        r"gave themselves the role practice member of [^,]+, to be confirmed by a second person", record
    )


def test_where_nobody_gave_themselves_anything_nothing_is_said(app: Flask) -> None:
    world = make_world(practices=2)
    for path in ("", "people/to-confirm", "our-federation/"):
        assert "Before anybody else was here" not in page(app, world, "chair", path)


def test_one_role_and_many_in_words() -> None:
    assert EarlyRoles(1, "Ada", ("executive",)).words == (
        "Before anybody else was here, Ada gave themselves this role: executive."
    )
    assert EarlyRoles(1, "Ada", tuple("abcdef")).words.endswith("these roles: a, b, c, d, e and f.")
