"""Whoever comes with an organisation's account may ask to stay signed in too, by the rules of every other sign-in."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from federation.people.actions.keeping import NOT_KEPT
from federation.testing.world import World
from tests.people.accounts import Typing, address_of, browser, home, open_sessions
from tests.people.apps import give_app, give_code
from tests.people.provider import Provider, let_in
from tests.people.test_kept_signed_in import is_in, outlives_the_browser, sessions_of

both = pytest.mark.both_databases
TICKED, UNTICKED = {"stay": "1"}, {}
KEPT, ORDINARY = [(True, 720)], [(False, 12)]


def come(
    app: Flask, world: World, service: Provider, name: str, ticked: dict[str, str], **says: Any
) -> Typing:
    """Sign in by the account at the organisation, after the page of sign-ins; the browser."""
    client: Any = browser(app)
    service.knows(name, email=address_of(world, name), email_verified=True, **says)
    gone_on = client.post("/sign-in/with/trust", data=ticked)
    assert (gone_on.status_code, gone_on.headers["Refresh"]) == (200, "0; url=/sign-in/with/trust")
    assert 'href="/sign-in/with/trust"' in gone_on.text
    assert let_in(client, service, name).status_code == 303
    found: Typing = client
    return found


@both
def test_whoever_ticks_it_stays_signed_in(app: Flask, world: World, offered: Provider) -> None:
    kept = come(app, world, offered, "rep1", TICKED)
    other = come(app, world, offered, "rep2", UNTICKED)
    assert (is_in(kept), is_in(other)) == (True, True)
    assert (sessions_of(world.people["rep1"]), sessions_of(world.people["rep2"])) == (KEPT, ORDINARY)
    assert (outlives_the_browser(kept), outlives_the_browser(other)) == (True, False)


@both
def test_it_is_carried_through_the_code(app: Flask, world: World, offered: Provider) -> None:
    phone = give_app(world.people["rep1"])
    kept = come(app, world, offered, "rep1", TICKED)
    assert (is_in(kept), sessions_of(world.people["rep1"])) == (False, [])
    give_code(kept, phone.code())  # type: ignore[arg-type]
    assert (is_in(kept), sessions_of(world.people["rep1"])) == (True, KEPT)


def test_a_second_step_there_changes_nothing(app: Flask, world: World, offered: Provider) -> None:
    from datetime import UTC, datetime

    strong = {"amr": ["mfa"], "auth_time": datetime.now(UTC).timestamp()}
    kept = come(app, world, offered, "rep1", TICKED, **strong)
    assert (is_in(kept), sessions_of(world.people["rep1"])) == (True, KEPT)
    chair = come(app, world, offered, "chair", TICKED, **strong)
    assert NOT_KEPT in chair.get(home(app)).text
    assert sessions_of(world.people["chair"]) == ORDINARY


@both
@pytest.mark.parametrize("name", ["admin", "chair"])
def test_office_holders_are_refused_and_told(app: Flask, world: World, offered: Provider, name: str) -> None:
    phone = give_app(world.people[name])
    client = come(app, world, offered, name, TICKED)
    give_code(client, phone.code())  # type: ignore[arg-type]
    assert NOT_KEPT in client.get(home(app)).text
    assert (sessions_of(world.people[name]), outlives_the_browser(client)) == (ORDINARY, False)


def test_a_tick_counts_for_its_own_way_alone(app: Flask, world: World, offered: Provider) -> None:
    """Whoever turned back on the way, and goes once more without it, did not ask for it."""
    client = browser(app)
    offered.knows("rep1", email=address_of(world, "rep1"), email_verified=True)
    client.post("/sign-in/with/trust", data=TICKED)
    assert client.get("/sign-in/with/trust").status_code == 302
    assert let_in(client, offered, "rep1").location == home(app)
    assert sessions_of(world.people["rep1"]) == ORDINARY


def test_nobody_adds_it_to_an_address(app: Flask, world: World, offered: Provider) -> None:
    client = browser(app)
    offered.knows("rep1", email=address_of(world, "rep1"), email_verified=True)
    away = client.get("/sign-in/with/trust?stay=1").location
    state = parse_qs(urlsplit(away).query)["state"][0]
    back = offered.lets_in(away, "rep1")
    assert client.get(back.replace(state, f"{state}.kept")).location == "/sign-in"
    assert open_sessions(world.people["rep1"]) == 0
    assert client.get(back).location == home(app)
    assert sessions_of(world.people["rep1"]) == ORDINARY


def test_a_forged_form_is_refused(app: Flask, world: World, offered: Provider) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    client = browser(app)
    assert client.post("/sign-in/with/trust", data=TICKED).status_code == 400
    offered.knows("rep1", email=address_of(world, "rep1"), email_verified=True)
    let_in(client, offered, "rep1")
    assert sessions_of(world.people["rep1"]) == ORDINARY


def test_it_is_offered_where_sign_ins_are_kept_at_all(app: Flask, world: World, offered: Provider) -> None:
    page = browser(app).get("/sign-in").text
    assert '<form action="/sign-in/with/trust" method="post"' in page and 'name="stay"' in page
    app.config["SETTINGS"]["keep_signed_in_days"] = 0
    page = browser(app).get("/sign-in").text
    assert 'href="/sign-in/with/trust"' in page and 'name="stay"' not in page
    come(app, world, offered, "rep1", TICKED)
    assert sessions_of(world.people["rep1"]) == ORDINARY
    assert browser(app).post("/sign-in/with/nobody", data=TICKED).status_code == 404
