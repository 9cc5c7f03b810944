"""Mail about roles goes to whoever could object, whatever mail they have chosen."""

import pytest
from flask import Flask
from sqlalchemy import update

from federation.kernel.db import unit_of_work
from federation.network.members.actions.chair import make_chair
from federation.network.members.actions.confirming import confirm_role, refuse_role
from federation.network.members.actions.inviting import invite
from federation.network.members.actions.roles import add_role, end_role
from federation.network.members.queries.roles import person_here
from federation.network.members.terminal import add_person_from_terminal
from federation.people.models import Person
from federation.plugin.door import door
from federation.testing.world import World, make_world
from tests.decisions.votes import opened
from tests.people.accounts import letters

both = pytest.mark.both_databases


@pytest.fixture
def world(app: Flask) -> World:
    """Everybody can sign in and has switched all mail off."""
    made = make_world(practices=3)
    with unit_of_work() as session:
        session.execute(
            update(Person)
            .where(Person.id.in_(made.people.values()))
            .values(password_hash="none that works", mail_choices={kind.key: "never" for kind in door().mail})
        )
    return made


def told(world: World, ending: str) -> dict[str, str]:
    """Who got mail about a role, with the text."""
    names = {number: name for name, number in world.people.items()}
    return {names[one["person"]]: one["text"] for one in letters("role:") if ending in one["subject"]}


def role_of(world: World, name: str) -> int:
    with world.scope():
        return person_here(world.people[name]).roles[-1].id


@both
def test_a_practice_is_told_who_speaks_for_it_now(app: Flask, world: World) -> None:
    with world.scope():
        invite(world.actor("admin"), "nadia@saltmarsh.example", "Nadia Obi", "representative", "Z99001")
    found = told(world, "New role: Nadia Obi")
    assert set(found) == {"rep1", "member"}
    words = (
        "Admin has given Nadia Obi the role representative of Driftwood Surgery in Saltmarsh GP Federation."
    )
    for text in found.values():
        assert words.casefold() in text.casefold() and "does not count" not in text


@both
def test_during_a_vote_whoever_can_confirm_gets_the_link(app: Flask, world: World) -> None:
    opened(world, title="Share a van")
    with world.scope():
        add_role(world.actor("admin"), world.people["rep2"], "member", "Z99001")
        add_person_from_terminal("rep3@saltmarsh.example", "Rep3", "representative", "Z99002")
    found = told(world, "New role: Rep2")
    assert set(found) == {"rep1", "member"}
    for text in found.values():
        assert "- Share a van" in text and "/f/saltmarsh/people/to-confirm" in text
    found = told(world, "New role: Rep3")
    assert set(found) == {"rep2"} and "Somebody at the terminal" in found["rep2"]


@both
def test_where_nobody_is_left_the_executive_gets_the_link(app: Flask, world: World) -> None:
    with world.scope():
        end_role(world.actor("admin"), world.people["rep3"], role_of(world, "rep3"))
    opened(world)
    with world.scope():
        invite(world.actor("admin"), "nadia@saltmarsh.example", "Nadia", "representative", "Z99003")
    found = told(world, "New role: Nadia")
    assert set(found) == {"chair"} and "/people/to-confirm" in found["chair"]


@both
@pytest.mark.parametrize("role", ["executive", "administrator"])
def test_executive_and_administrators_are_told_of_each_other(app: Flask, world: World, role: str) -> None:
    world.add("exec", "executive")
    with unit_of_work() as session:
        session.execute(update(Person).where(Person.id == world.people["exec"]).values(password_hash="x"))
    with world.scope():
        add_role(world.actor("admin"), world.people["rep1"], role)
    assert set(told(world, "New role: Rep1")) == {"admin", "chair", "exec"}
    with world.scope():
        make_chair(world.actor("admin"), world.people["exec"], role_of(world, "exec"))
    expected = {"admin", "chair"} | ({"rep1"} if role else set())
    assert set(told(world, "New chair: Exec")) == expected


@both
def test_an_end_is_told_to_the_person_and_their_practice(app: Flask, world: World) -> None:
    with world.scope():
        end_role(world.actor("admin"), world.people["rep1"], role_of(world, "rep1"))
    found = told(world, "Role ended: Rep1")
    assert set(found) == {"rep1", "member"}
    assert "has ended the role representative of Driftwood Surgery of Rep1" in found["member"]


@both
def test_a_second_persons_word_is_told_to_receiver_and_giver(app: Flask, world: World) -> None:
    opened(world)
    with world.scope():
        one = add_role(world.actor("admin"), world.people["rep2"], "member", "Z99001").membership_id
        other = add_role(world.actor("admin"), world.people["rep3"], "member", "Z99001").membership_id
        confirm_role(world.actor("rep1"), world.people["rep2"], one)
        refuse_role(world.actor("rep1"), world.people["rep3"], other)
    assert set(told(world, "Confirmed: Rep2")) == {"rep2", "admin"}
    assert set(told(world, "Refused: Rep3")) == {"rep3", "admin"}


@both
def test_roles_that_decide_nothing_are_not_told(app: Flask, world: World) -> None:
    with world.scope():
        add_role(world.actor("admin"), world.people["rep1"], "observer")
        add_role(world.actor("admin"), world.people["rep1"], "lay_partner")
    assert letters("role:") == []
