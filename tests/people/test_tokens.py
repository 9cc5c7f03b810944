"""Tokens for programs: made for stated scopes and a time, told by letter, and ended with what they rest on."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from federation.kernel.db import db
from federation.kernel.record import RecordEntry
from federation.kernel.refusals import Invalid
from federation.network.members.actions.roles import add_role, end_role
from federation.network.members.queries.roles import person_here
from federation.network.members.terminal import create_token
from federation.people.actions.second_factor import reset
from federation.people.actions.tokens import make_token
from federation.people.models import ProgramToken
from federation.testing.world import World, make_world
from tests.people.accounts import PASSWORD, Typing, address_of, browser, letters, link_in, sign_in
from tests.people.apps import give_app
from tests.people.test_second_factor import set_up, signed

both = pytest.mark.both_databases
Travel = Callable[[timedelta], None]
NEW = "heron under the bridge"
CHOSEN = {"password": NEW, "again": NEW}


def made(world: World, name: str, *scopes: str, lasts: int = 90) -> str:
    """A token of a person, made by themselves."""
    person = world.people[name]
    return make_token(person, world.federation_id, "Report", scopes, lasts, second_step=True)


def works(app: Flask, token: str, slug: str = "saltmarsh") -> bool:
    """Whether a program that sends it is let in."""
    answer = app.test_client().get(
        f"/api/v1/federations/{slug}/me", headers={"Authorization": f"Bearer {token}"}
    )
    assert answer.status_code in (200, 401)
    return answer.status_code == 200


def why_ended(world: World) -> list[str]:
    """Why tokens ended, as the record says."""
    with world.scope():
        rows = db.session.execute(
            select(RecordEntry.data).where(RecordEntry.action == "token.revoked").order_by(RecordEntry.seq)
        ).all()
    return [row.data for row in rows]


@both
@pytest.mark.parametrize("role", ["administrator", "executive"])
def test_a_token_from_before_a_role_that_owes_the_second_step_is_gone(
    app: Flask, world: World, role: str
) -> None:
    """However wide its scopes are: otherwise it would do an administrator's acts without any second step."""
    token, other = made(world, "member", "read", "propose", "cast", "administer"), made(world, "rep1", "read")
    assert works(app, token)
    with world.scope():
        add_role(world.actor("admin"), world.people["member"], role)
    assert not works(app, token) and works(app, other)
    assert len(why_ended(world)) == 1 and "owes a second step" in why_ended(world)[0]
    assert works(app, made(world, "member", "read"))


@both
def test_a_role_that_owes_none_ends_no_token(app: Flask, world: World) -> None:
    token = made(world, "member", "read")
    with world.scope():
        add_role(world.actor("admin"), world.people["member"], "observer")
    assert works(app, token)


@both
def test_a_role_elsewhere_ends_no_token_here(app: Flask, world: World) -> None:
    other = make_world("fenland", 1)
    other.people["both"] = world.people["member"]
    other.add("both", "observer")
    here = made(world, "member", "read")
    there = make_token(world.people["member"], other.federation_id, "x", ["read"], second_step=False)
    with world.scope():
        add_role(world.actor("admin"), world.people["member"], "executive")
    assert not works(app, here) and works(app, there, "fenland")


@both
def test_changing_or_resetting_the_password_ends_all_tokens(app: Flask, world: World) -> None:
    client, first, others = signed(app, world), made(world, "rep1", "read"), made(world, "rep2", "read")
    client.post("/account/password", data={"old": PASSWORD, **CHOSEN})
    assert not works(app, first)
    second = made(world, "rep1", "read")
    browser(app).post("/password", data={"email": address_of(world, "rep1")})
    assert works(app, second)
    again = {"password": "kettle marsh violin", "again": "kettle marsh violin"}
    assert browser(app).post(link_in(letters("password")[-1]), data=again).status_code == 303
    assert not works(app, second) and works(app, others)
    assert len(why_ended(world)) == 2


@both
def test_taking_the_second_step_away_ends_all_tokens(app: Flask, world: World) -> None:
    give_app(world.people["rep1"])
    token = made(world, "rep1", "read", "administer")
    reset(address_of(world, "rep1"))
    assert not works(app, token)
    client = signed(app, world)
    phone, _ = set_up(client)
    token = made(world, "rep1", "administer")
    client.post("/account/second-step/off", data={"code": phone.code(1)})
    assert not works(app, token)


@both
def test_the_end_of_the_last_role_that_it_needs_ends_it(app: Flask, world: World) -> None:
    world.add("rep1", "member", "Z99002")
    tokens = {
        scope: made(world, "rep1", "read", scope) for scope in ("read", "propose", "cast", "administer")
    }
    with world.scope():
        held = person_here(world.people["rep1"]).roles
        role = next(one for one in held if one.role == "representative")
        end_role(world.actor("admin"), world.people["rep1"], role.id)
    assert {scope: works(app, token) for scope, token in tokens.items()} == {
        "read": True,
        "propose": False,
        "cast": False,
        "administer": True,
    }
    with world.scope():
        last = person_here(world.people["rep1"]).roles[0]
        end_role(world.actor("admin"), world.people["rep1"], last.id)
    assert not any(works(app, token) for token in tokens.values())


@both
def test_one_of_two_practices_is_not_the_last(app: Flask, world: World) -> None:
    world.add("rep1", "representative", "Z99002")
    token = made(world, "rep1", "cast", "read")
    with world.scope():
        first = person_here(world.people["rep1"]).roles[0]
        end_role(world.actor("admin"), world.people["rep1"], first.id)
    assert works(app, token)


@both
def test_it_works_for_its_time_alone(app: Flask, world: World, travel: Travel) -> None:
    usual, week = made(world, "rep1", "read"), made(world, "rep1", "read", lasts=7)
    travel(timedelta(days=7, seconds=2))
    assert works(app, usual) and not works(app, week)
    travel(timedelta(days=90, seconds=2))
    assert not works(app, usual)
    client = Typing(world.client(app, "rep1"), app)
    assert "Report" not in client.get("/account/tokens").text


@pytest.mark.parametrize(
    ("more", "field"), [({"lasts": 0}, "lasts"), ({"lasts": 367}, "lasts"), ({"scopes": []}, "scopes")]
)
def test_what_cannot_be_asked_for(app: Flask, world: World, more: dict[str, object], field: str) -> None:
    wanted = {"scopes": ["read"], "lasts": 90} | more
    with pytest.raises(Invalid) as refused:
        make_token(world.people["rep1"], world.federation_id, "x", **wanted, second_step=True)  # type: ignore[arg-type]
    assert refused.value.field == field
    with pytest.raises(Invalid):
        make_token(world.people["rep1"], world.federation_id, "x", ["read", "everything"], second_step=True)
    assert db.session.execute(select(ProgramToken.id)).all() == []


def test_one_for_administering_needs_the_second_step(app: Flask, world: World) -> None:
    client = signed(app, world)
    wanted = {
        "title": "x",
        "federation": world.federation_id,
        "lasts": "30",
        "scopes": ["read", "administer"],
    }
    refused = client.post("/account/tokens/new", data=wanted).text
    assert "Set up an authenticator app first" in refused and 'value="x"' in refused
    assert db.session.execute(select(ProgramToken.id)).all() == []
    set_up(client)
    assert "Copy your new token now" in client.post("/account/tokens/new", data=wanted).text
    assert db.session.execute(select(ProgramToken.scopes)).scalars().all() == ["read administer"]


@both
def test_its_owner_is_told_by_letter_whoever_makes_it(app: Flask, world: World) -> None:
    made(world, "rep1", "read", "cast")
    (letter,) = letters("token:")
    assert letter["person"] == world.people["rep1"] and letter["subject"] == "A token for programs was made"
    for words in ("‘Report’", "Saltmarsh GP Federation", "- read what you may read", "- cast the votes"):
        assert words in letter["text"]
    assert "keep rules" not in letter["text"] and "If it was not you" in letter["text"]
    with world.scope():
        token = create_token(address_of(world, "rep2"), "At the terminal", (), 30)
    second = letters("token:")[-1]
    assert second["person"] == world.people["rep2"] and "the people who run the server" in second["text"]
    assert token not in second["text"]
    kept = db.session.execute(select(ProgramToken.scopes).order_by(ProgramToken.id)).scalars().all()
    assert kept == ["read cast", "read propose cast administer"]


@both
def test_the_page_says_what_each_may_and_when_it_was_used(app: Flask, world: World, travel: Travel) -> None:
    client = Typing(world.client(app, "rep1"), app)
    assert "You have none." in client.get("/account/tokens").text
    token = made(world, "rep1", "read", "cast")
    page = client.get("/account/tokens").text
    assert "Report" in page and "Read, Cast votes" in page and "Never" in page
    assert works(app, token)
    assert "Never" not in client.get("/account/tokens").text
    first = db.session.execute(select(ProgramToken.last_used_on)).scalar_one()
    db.session.rollback()
    travel(timedelta(days=3))
    assert works(app, token)
    assert (db.session.execute(select(ProgramToken.last_used_on)).scalar_one() - first).days == 3


def test_changing_the_password_says_that_tokens_end(app: Flask, world: World) -> None:
    client = browser(app)
    sign_in(client, address_of(world, "rep1"))
    client.post("/account/password", data={"old": PASSWORD, **CHOSEN})
    assert "your tokens for programs have ended" in client.get("/account").text
