"""Whoever asks for it stays signed in on a device for 30 days: listed, endable, and never in an office."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from federation.kernel.db import db
from federation.kernel.policy import Actor
from federation.network.members.actions.roles import add_role, end_role
from federation.people.actions.keeping import NOT_KEPT
from federation.people.models import SignIn
from federation.testing.world import World
from tests.people.accounts import (
    PASSWORD,
    Typing,
    address_of,
    browser,
    give_password,
    home,
    letters,
    link_in,
    sign_in,
)
from tests.people.apps import give_app, give_code
from tests.people.test_second_factor import CHOSEN, signed

both = pytest.mark.both_databases
Travel = Callable[[timedelta], None]


def ticked(app: Flask, world: World, name: str = "rep1") -> Typing:
    client = browser(app)
    data = {"email": address_of(world, name), "password": PASSWORD, "keep": "1"}
    assert client.post("/sign-in", data=data).status_code == 303
    return client  # type: ignore[return-value]


def outlives_the_browser(client: Typing) -> bool:
    cookie = client.get_cookie("federation")
    return cookie.expires is not None


def is_in(client: Typing, path: str = "/account") -> bool:
    return bool(client.get(path).status_code == 200)


def sessions_of(person_id: int) -> list[tuple[bool, int]]:
    """Whether each open session is kept, and for how many hours it is."""
    rows = db.session.execute(
        select(SignIn.is_kept, SignIn.expires_at, SignIn.started_at)
        .where(SignIn.person_id == person_id, SignIn.ended_at.is_(None))
        .order_by(SignIn.id)
    ).all()
    db.session.rollback()
    return [(row.is_kept, round((row.expires_at - row.started_at) / timedelta(hours=1))) for row in rows]


@both
def test_whoever_ticks_it_stays_signed_in_for_thirty_days(app: Flask, world: World, travel: Travel) -> None:
    kept, other = ticked(app, world), signed(app, world)
    assert (outlives_the_browser(kept), outlives_the_browser(other)) == (True, False)
    assert sessions_of(world.people["rep1"]) == [(True, 720), (False, 12)]
    travel(timedelta(days=29))
    assert (is_in(kept, home(app)), is_in(other, home(app))) == (True, False)
    assert outlives_the_browser(kept)
    travel(timedelta(days=30, minutes=1))
    assert not is_in(kept, home(app))


@both
def test_it_stands_on_the_page_of_sign_ins_and_is_ended_there(app: Flask, world: World) -> None:
    kept, other = ticked(app, world), signed(app, world)
    copy = kept.get_cookie("federation").value
    assert is_in(kept)
    assert other.get("/account/sign-ins").text.count("Kept on this device, ends ") == 1
    first = db.session.scalars(select(SignIn.id).where(SignIn.is_kept.is_(True))).one()
    db.session.rollback()
    other.post(f"/account/sign-ins/{first}/end")
    assert (is_in(kept), is_in(other)) == (False, True)
    thief = Typing(app.test_client(use_cookies=False), app)
    assert thief.get("/account", headers={"Cookie": f"federation={copy}"}).location == "/sign-in"
    assert "Kept on this device" not in other.get("/account/sign-ins").text


@both
def test_signing_out_ends_it_and_the_cookie_ends_with_the_browser(app: Flask, world: World) -> None:
    kept = ticked(app, world)
    copy = kept.get_cookie("federation").value
    kept.post("/sign-out")
    sign_in(kept, address_of(world, "rep1"))  # type: ignore[arg-type]
    assert (is_in(kept), outlives_the_browser(kept)) == (True, False)
    thief = Typing(app.test_client(use_cookies=False), app)
    assert thief.get("/account", headers={"Cookie": f"federation={copy}"}).location == "/sign-in"


@both
def test_it_is_carried_through_the_code(app: Flask, world: World) -> None:
    phone = give_app(world.people["rep1"])
    kept = ticked(app, world)
    assert (kept.get("/account").location, outlives_the_browser(kept)) == ("/sign-in", False)
    give_code(kept, phone.code())  # type: ignore[arg-type]
    assert (is_in(kept), outlives_the_browser(kept)) == (True, True)
    assert sessions_of(world.people["rep1"]) == [(True, 720)]
    other = browser(app)
    sign_in(other, address_of(world, "rep1"))
    give_code(other, phone.code(1))
    assert (is_in(other), outlives_the_browser(other)) == (True, False)  # type: ignore[arg-type]


@both
@pytest.mark.parametrize("name", ["admin", "chair"])
def test_office_holders_are_refused_and_told(app: Flask, world: World, travel: Travel, name: str) -> None:
    give_password(world.people[name])
    phone, client = give_app(world.people[name]), ticked(app, world, name)
    assert give_code(client, phone.code()).location == home(app)  # type: ignore[arg-type]
    assert NOT_KEPT in client.get(home(app)).text
    assert sessions_of(world.people[name]) == [(False, 12)]
    assert not outlives_the_browser(client)
    travel(timedelta(minutes=61))
    assert not is_in(client, home(app))


@both
@pytest.mark.parametrize("role", ["administrator", "executive"])
def test_an_office_cuts_it_short(app: Flask, world: World, travel: Travel, role: str) -> None:
    kept, other = ticked(app, world), ticked(app, world, "rep2")
    assert (is_in(kept), is_in(other)) == (True, True)
    with world.scope():
        add_role(world.actor("admin"), world.people["rep1"], role)
    assert sessions_of(world.people["rep1"]) == [(False, 12)]
    assert sessions_of(world.people["rep2"]) == [(True, 720)]
    assert kept.get(home(app)).location == "/second-step"
    assert (outlives_the_browser(kept), outlives_the_browser(other)) == (False, True)
    travel(timedelta(minutes=61))
    assert (is_in(kept, home(app)), is_in(other, home(app))) == (False, True)


@both
def test_a_tick_before_the_code_counts_no_more_once_an_office_began(app: Flask, world: World) -> None:
    phone = give_app(world.people["rep1"])
    half = ticked(app, world)
    with world.scope():
        begun = add_role(world.actor("admin"), world.people["rep1"], "executive")
        end_role(world.actor("admin"), world.people["rep1"], begun.membership_id)
    give_code(half, phone.code())  # type: ignore[arg-type]
    assert sessions_of(world.people["rep1"]) == [(False, 12)]


@both
@pytest.mark.parametrize("how", ["changed", "reset", "no role left"])
def test_a_password_or_the_last_role_ends_it(app: Flask, world: World, how: str) -> None:
    kept, other = ticked(app, world), signed(app, world)
    if how == "changed":
        other.post("/account/password", data={"old": PASSWORD, **CHOSEN})
    elif how == "reset":
        other.post("/password", data={"email": address_of(world, "rep1")})
        browser(app).post(link_in(letters("password")[-1]), data=CHOSEN)
    else:
        _end_all(world.actor("admin"), world, "rep1")
    assert not is_in(kept)
    assert [one for one in sessions_of(world.people["rep1"]) if one[0]] == []


def _end_all(by: Actor, world: World, name: str) -> None:
    from federation.network.members.queries.roles import person_here

    with world.scope():
        for held in person_here(world.people[name]).roles:
            end_role(by, world.people[name], held.id)


def test_weighty_acts_ask_as_ever(app: Flask, world: World, travel: Travel) -> None:
    kept = ticked(app, world)
    assert "Enter your password" not in kept.get("/account/tokens/new").text
    travel(timedelta(days=3))
    asked: Any = kept.get("/account/tokens/new")
    assert asked.status_code == 303 or "Password" in asked.text
    assert 'name="scopes"' not in asked.text


def test_it_can_be_switched_off(app: Flask, world: World) -> None:
    assert 'name="keep"' in browser(app).get("/sign-in").text
    app.config["SETTINGS"]["keep_signed_in_days"] = 0
    assert 'name="keep"' not in browser(app).get("/sign-in").text
    client = ticked(app, world)
    assert (is_in(client), outlives_the_browser(client)) == (True, False)
    assert sessions_of(world.people["rep1"]) == [(False, 12)]


def test_what_was_ticked_stands_there_after_a_wrong_password(app: Flask, world: World) -> None:
    data = {"email": address_of(world, "rep1"), "password": "not it", "keep": "1"}
    page = browser(app).post("/sign-in", data=data).text
    assert 'name="keep" type="checkbox" value="1" checked' in page
