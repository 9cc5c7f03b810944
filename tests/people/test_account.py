"""One's own account: name, mail, sign-ins, tokens, data; public pages; the demonstration."""

import json
import logging
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from federation.decisions.mail_kinds import OPENED, RECEIPT
from federation.kernel import mail as post
from federation.kernel.db import db, unit_of_work
from federation.kernel.tenancy import federation_scope
from federation.network.arrival import arrive_with_token
from federation.network.models import Federation
from federation.people.jobs import forget
from federation.people.models import MailedLink, Person, ProgramToken, SignIn, SignInAttempt
from federation.people.rules.devices import describe
from federation.people.rules.networks import network_of
from federation.people.secrets import fingerprint
from federation.plugin.door import door
from federation.testing.world import LONG_AGO, World, make_world
from tests.people.accounts import Typing, address_of, browser, home, open_sessions, sign_in

both = pytest.mark.both_databases
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


def me(app: Flask, world: World, name: str = "rep1") -> Typing:
    client = browser(app)
    sign_in(client, address_of(world, name))
    return client  # type: ignore[return-value]


PAGES = [
    "/account",
    "/account/name",
    "/account/email",
    "/account/sign-ins",
    "/account/tokens",
    "/account/password",
    "/account/data.json",
    "/switch",
    "/sign-out",
]


@both
@pytest.mark.parametrize("path", PAGES)
def test_pages_open_for_the_signed_in_alone(app: Flask, world: World, path: str) -> None:
    assert browser(app).get(path).location == "/sign-in"
    assert me(app, world).get(path).status_code == 200


@pytest.mark.parametrize("path", ["/accessibility", "/privacy", "/sign-in", "/password", "/password/sent"])
def test_public_pages(app: Flask, world: World, path: str) -> None:
    answer = browser(app).get(path)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "same-origin"


@both
def test_a_name_is_changed(app: Flask, world: World) -> None:
    client = me(app, world)
    assert client.post("/account/name", data={"name": ""}).status_code == 422
    assert client.post("/account/name", data={"name": "<b>Priya</b> Nair"}).location == "/account"
    page = client.get("/account").text
    assert "&lt;b&gt;Priya&lt;/b&gt; Nair" in page and "<b>Priya" not in page


@both
def test_mail_is_chosen(app: Flask, world: World) -> None:
    client = me(app, world)
    none = {kind.key: "never" for kind in door().mail}
    some = {**none, "verdict": "weekly", "receipt": "at_once"}
    assert client.post("/account/email", data={**some, "receipt": "daily"}).status_code == 422
    assert client.post("/account/email", data=some).location == "/account"
    chosen = db.session.execute(
        select(Person.mail_choices).where(Person.id == world.people["rep1"])
    ).scalar_one()
    wanted = {kind.key: kind.is_wanted(chosen) for kind in door().mail}
    assert {kind: wanted[kind] for kind in ("opened", "reminder", "verdict", "receipt")} == {
        "opened": False,
        "reminder": False,
        "verdict": True,
        "receipt": True,
    }
    assert "Results (weekly)" in client.get("/account").text
    assert client.post("/account/email", data=none).location == "/account"
    assert '<dd class="nhsuk-summary-list__value">None</dd>' in client.get("/account").text


def test_mail_that_was_not_chosen_comes_as_it_comes() -> None:
    assert [OPENED.is_wanted(None), RECEIPT.is_wanted({}), OPENED.is_wanted({"opened": "never"})] == [
        True,
        False,
        False,
    ]


@both
def test_sign_ins_are_listed_and_ended(app: Flask, world: World) -> None:
    here, there, third = me(app, world), browser(app), me(app, world)
    sign_in(there, address_of(world, "rep1"), headers={"User-Agent": WINDOWS})
    other = me(app, world, "rep2")
    page = here.get("/account/sign-ins").text
    assert "Firefox on Windows" in page and page.count("This browser") == 1
    ids = dict(db.session.execute(select(SignIn.token_hash, SignIn.id)).all())  # type: ignore[arg-type]
    foreign = ids[fingerprint(other.cookie()["_user_id"])]
    assert here.post(f"/account/sign-ins/{foreign}/end").status_code == 404
    assert other.get("/account").status_code == 200
    theirs = ids[fingerprint(there.cookie()["_user_id"])]
    assert here.post(f"/account/sign-ins/{theirs}/end").location == "/account/sign-ins"
    assert there.get("/account").location == "/sign-in"
    assert third.get("/account").status_code == 200
    here.post("/account/sign-ins/end-others")
    assert third.get("/account").location == "/sign-in"
    assert here.get("/account").status_code == 200
    assert other.get("/account").status_code == 200
    assert open_sessions(world.people["rep1"]) == 1


WANTED = {"title": "x", "scopes": ["read"], "lasts": "30"}


@both
def test_a_token_is_shown_once_and_revoked(
    app: Flask, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    client = me(app, world)
    answer = client.post(
        "/account/tokens/new", data=WANTED | {"title": "monthly report", "federation": world.federation_id}
    )
    found = re.search(r"<code>(\S+)</code>", answer.text)
    assert found
    token = found[1]
    page = client.get("/account/tokens").text
    assert "monthly report" in page and token not in page
    assert token not in caplog.text and token not in str(client.cookie())
    arrival = arrive_with_token(token, "saltmarsh")
    assert arrival and arrival.actor and arrival.person_id == world.people["rep1"]
    assert arrival.scopes == {"read"}
    row = db.session.execute(select(ProgramToken.id, ProgramToken.token_hash)).one()
    assert row.token_hash == fingerprint(token)
    assert me(app, world, "rep2").post(f"/account/tokens/{row.id}/end").status_code == 404
    assert client.post(f"/account/tokens/{row.id}/end").location == "/account/tokens"
    assert arrive_with_token(token, "saltmarsh") is None


@both
def test_a_token_opens_its_own_federation_alone(app: Flask, world: World) -> None:
    other = make_world("fenland", 1)
    client = me(app, world)
    answer = client.post("/account/tokens/new", data=WANTED | {"federation": other.federation_id})
    assert "Select a federation" in answer.text
    assert db.session.execute(select(ProgramToken.id)).all() == []


@both
def test_all_that_is_kept_can_be_downloaded(app: Flask, world: World) -> None:
    make_world("fenland", 1)
    client = me(app, world)
    answer = client.get("/account/data.json")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="my-data.json"'
    data: dict[str, Any] = json.loads(answer.text)
    assert data["account"][0]["email"] == address_of(world, "rep1")
    assert [record["what"] for record in data["account"]] == ["Account", "Sign-in"]
    assert [place["federation"] for place in data["federations"]] == ["Saltmarsh GP Federation"]
    roles = data["federations"][0]["kept"]["network"]
    kept = [(role["role"], role["practice"], role["to"]) for role in roles]
    assert kept == [("representative", "Z99001", None)]
    assert "$argon2" not in answer.text and client.cookie()["_user_id"] not in answer.text
    assert "rep2" not in answer.text and "Fenland" not in answer.text


@both
def test_what_is_old_is_forgotten(app: Flask, world: World, travel: Any) -> None:
    client = me(app, world)
    sign_in(client, address_of(world, "rep2"), "wrong wrong wrong")
    with unit_of_work() as session:
        session.add(
            MailedLink(
                token_hash="x" * 64, purpose="password", person_id=1, created_at=LONG_AGO, expires_at=LONG_AGO
            )
        )
    assert forget() == 1
    travel(timedelta(days=3))
    assert forget() == 2
    assert db.session.execute(select(SignInAttempt.id)).all() == []
    db.session.rollback()
    travel(timedelta(days=31))
    assert forget() == 1
    assert db.session.execute(select(SignIn.id)).all() == []


def test_devices_and_networks() -> None:
    assert describe(WINDOWS) == "Firefox on Windows"
    assert describe("") == "A browser"
    assert network_of("2001:db8:1:2:3::4") == "2001:db8:1:2::/64"
    assert network_of("::ffff:192.0.2.7") == network_of("192.0.2.7") == "192.0.2.7"
    assert network_of("not an address") == network_of(None) == "unknown"


DEMO = [("get", "/demo/mailbox"), ("get", "/demo/mailbox/0123456789abcdef"), ("post", "/demo/sign-in")]


@pytest.mark.parametrize(("method", "path"), DEMO)
def test_without_a_demonstration_there_is_no_such_page(
    app: Flask, world: World, method: str, path: str
) -> None:
    offer(world)
    a_letter()
    answer = getattr(browser(app), method)(path, data={"email": address_of(world, "rep1")})
    assert answer.status_code == 404
    assert "demo" not in browser(app).get("/sign-in").text.lower()


def offer(world: World) -> None:
    people = [{"email": address_of(world, "rep1"), "note": "representative of Driftwood"}]
    with unit_of_work() as session, federation_scope(world.federation_id):
        session.get(Federation, world.federation_id).settings = {"demo": True, "demo_people": people}  # type: ignore[union-attr]


def a_letter() -> Path:
    folder = post.mailbox()
    folder.mkdir(parents=True, exist_ok=True)
    settings = {"mail": {"sender": "federation@localhost"}, "base_url": "http://127.0.0.1:8000"}
    letter = post.message(
        settings, "k", "rep1@saltmarsh.example", "Rep", "A <vote> opens", "Dear rep,\n\n<script>x</script>"
    )
    path = folder / "0123456789abcdef.eml"
    path.write_bytes(bytes(letter))
    (folder.parent / "secret_key.eml").write_text("canary")
    return path


def test_a_demonstration_signs_in_with_one_button(app: Flask, world: World) -> None:
    offer(world)
    app.config["SETTINGS"]["demo"] = True
    client = browser(app)
    page = client.get("/sign-in").text
    assert "representative of Driftwood" in page and "Rep1" in page and "Rep2" not in page
    answer = client.post("/demo/sign-in", data={"email": address_of(world, "rep1")})
    assert answer.location == home(app)
    assert "Rep1" in client.get("/account").text
    assert browser(app).post("/demo/sign-in", data={"email": address_of(world, "admin")}).status_code == 404
    app.config["WTF_CSRF_ENABLED"] = True
    assert browser(app).post("/demo/sign-in", data={"email": address_of(world, "rep1")}).status_code == 400


def test_a_demonstration_shows_its_mailbox_and_no_other_file(app: Flask, world: World) -> None:
    app.config["SETTINGS"]["demo"] = True
    client = browser(app)
    assert "no letters yet" in client.get("/demo/mailbox").text
    a_letter()
    assert "A &lt;vote&gt; opens" in client.get("/demo/mailbox").text
    page = client.get("/demo/mailbox/0123456789abcdef").text
    assert "Dear rep," in page and "&lt;script&gt;" in page and "<script>" not in page
    for name in (
        "..%2fsecret_key",
        "../secret_key",
        "secret_key",
        "%2e%2e%2fsecret_key",
        "0123456789abcdff",
        "..",
        "a" * 65,
    ):
        assert client.get(f"/demo/mailbox/{name}").status_code in (404, 405)
