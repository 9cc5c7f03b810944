"""Signing in: fixation, rotation, throttling, the same answer for everybody, no leaks."""

import logging
import re
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from federation.kernel.db import db, unit_of_work
from federation.people import passwords
from federation.people.actions.signing_in import WRONG
from federation.people.models import Person, SignIn, SignInAttempt
from federation.people.passwords import hash_password, verify
from federation.people.rules import waiting
from federation.people.secrets import fingerprint
from federation.testing.world import World, make_world
from tests.people.accounts import (
    PASSWORD,
    address_of,
    browser,
    forget,
    give_password,
    home,
    open_sessions,
    sign_in,
)

both = pytest.mark.both_databases
Travel = Callable[[timedelta], None]


@both
def test_the_right_password_leads_home(app: Flask, world: World) -> None:
    client = browser(app)
    answer = sign_in(client, address_of(world, "rep1").upper())
    assert (answer.status_code, answer.location) == (303, home(app))
    assert open_sessions(world.people["rep1"]) == 1


@both
def test_wrong_password_unknown_address_and_no_password_get_the_same_answer(app: Flask, world: World) -> None:
    pages = []
    for email in (address_of(world, "rep1"), "nobody@saltmarsh.example", address_of(world, "member")):
        answer = sign_in(browser(app), email, "not the password at all")
        assert answer.status_code == 422
        pages.append(answer.text.replace(email, "EMAIL"))
        assert WRONG in pages[-1]
    assert len({re.sub(r'value="[^"]{60,}"', "", page) for page in pages}) == 1
    assert open_sessions(world.people["rep1"]) == open_sessions(world.people["member"]) == 0


def test_an_unknown_address_costs_a_hash_too(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str | None] = []

    def watched(stored: str | None, password: str) -> passwords.VerifiedPassword:
        seen.append(stored)
        return verify(stored, password)

    monkeypatch.setattr("federation.people.actions.signing_in.verify", watched)
    assert not verify(None, "nobody has this password").right
    sign_in(browser(app), "nobody@saltmarsh.example")
    assert seen == [None]


@both
def test_the_session_is_new_at_each_sign_in_and_a_planted_one_is_worth_nothing(
    app: Flask, world: World
) -> None:
    client = browser(app)
    with client.session_transaction() as planted:
        planted["_user_id"] = "planted-by-somebody-else"
        planted["practice"] = 99
        planted["anything"] = "kept?"
    assert client.get("/account").status_code == 302
    sign_in(client, address_of(world, "rep1"))
    first = client.cookie()
    assert (
        set(first) <= {"_user_id", "_fresh", "csrf_token", "proved", "seen", "_flashes", "practice"}
        and "anything" not in first
    )
    sign_in(client, address_of(world, "rep1"))
    second = client.cookie()
    assert first["_user_id"] != second["_user_id"] != "planted-by-somebody-else"
    assert open_sessions(world.people["rep1"]) == 1
    thief = browser(app)
    with thief.session_transaction() as old:
        old.update(first)
    assert thief.get("/account").location == "/sign-in"
    assert client.get("/account").status_code == 200


@both
def test_the_database_holds_fingerprints_only(app: Flask, world: World) -> None:
    client = browser(app)
    sign_in(client, address_of(world, "rep1"))
    token = client.cookie()["_user_id"]
    row = db.session.execute(select(SignIn.token_hash)).one()
    assert row.token_hash == fingerprint(token) != token


@both
def test_signing_out_ends_the_session_on_the_server(app: Flask, world: World) -> None:
    client = browser(app)
    sign_in(client, address_of(world, "rep1"))
    kept = client.cookie()
    assert client.get("/sign-out").status_code == 200
    assert open_sessions(world.people["rep1"]) == 1
    assert client.post("/sign-out").location == "/sign-in"
    assert client.cookie() == {}
    thief = browser(app)
    with thief.session_transaction() as old:
        old.update(kept)
    assert thief.get("/account").location == "/sign-in"


@both
def test_a_session_ends_by_itself(app: Flask, world: World, travel: Travel) -> None:
    client = browser(app)
    sign_in(client, address_of(world, "rep1"))
    for hours in (6, 11.98):
        travel(timedelta(hours=hours))
        assert client.get("/account").status_code == 200
    travel(timedelta(hours=12, minutes=1))
    assert client.get("/account").location == "/sign-in"


@both
def test_wrong_passwords_make_one_wait_longer_each_time_and_never_for_ever(
    app: Flask, world: World, travel: Travel
) -> None:
    email, client = address_of(world, "rep1"), browser(app)
    for _ in range(5):
        assert sign_in(client, email, "wrong wrong wrong").status_code == 422
    answer = sign_in(client, email)
    assert answer.status_code == 429
    assert "Wait 30 seconds" in answer.text
    travel(timedelta(seconds=31))
    assert sign_in(client, email, "wrong wrong wrong").status_code == 422
    travel(timedelta(seconds=62))
    assert "Wait 30 seconds" in sign_in(client, email).text.replace("29 seconds", "30 seconds")
    travel(timedelta(seconds=31 + 61))
    assert sign_in(client, email).status_code == 303
    for _ in range(4):
        assert sign_in(client, email, "wrong wrong wrong").status_code == 422
    assert sign_in(client, email).status_code == 303


def test_browsers_and_programs_are_told_how_long_to_wait(app: Flask, world: World) -> None:
    client = browser(app)
    for _ in range(5):
        assert "Retry-After" not in sign_in(client, "nobody@saltmarsh.example").headers
    assert 28 <= int(sign_in(client, "nobody@saltmarsh.example").headers["Retry-After"]) <= 30
    answers = [client.post("/password", data={"email": f"n{number}@x.example"}) for number in range(21)]
    assert [answer.status_code for answer in answers] == [303] * 20 + [429]
    assert 595 <= int(answers[-1].headers["Retry-After"]) <= 600
    assert "Too many links were asked for. Wait 10 minutes" in answers[-1].text


def test_the_wait_holds_for_an_unknown_account_too(app: Flask, world: World) -> None:
    client = browser(app)
    answers = [sign_in(client, "nobody@saltmarsh.example").status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]


def test_one_account_does_not_make_another_wait(app: Flask, world: World) -> None:
    for _ in range(7):
        sign_in(browser(app), address_of(world, "rep1"), "wrong wrong wrong")
    assert sign_in(browser(app), address_of(world, "rep2")).status_code == 303


@both
def test_many_accounts_from_one_network_address_wait_too(app: Flask, world: World) -> None:
    client = browser(app)
    answers = [sign_in(client, f"n{number}@saltmarsh.example").status_code for number in range(31)]
    assert answers == [422] * 30 + [429]
    elsewhere = {"environ_overrides": {"REMOTE_ADDR": "192.0.2.7"}}
    assert sign_in(client, address_of(world, "rep1"), **elsewhere).status_code == 303


def test_refused_tries_are_not_counted(app: Flask, world: World) -> None:
    client = browser(app)
    for _ in range(50):
        sign_in(client, address_of(world, "rep1"), "wrong wrong wrong")
    keys = db.session.execute(select(SignInAttempt.key)).scalars().all()
    assert len(keys) == 10
    assert not any("rep1" in key or "127.0.0.1" in key for key in keys)


def test_no_more_than_100_passwords_a_day() -> None:
    tried, passed = 0, timedelta(0)
    while passed < timedelta(days=1):
        passed += waiting.ACCOUNT.wait(tried)
        tried += 1
    assert tried == 82
    assert waiting.ACCOUNT.wait(10_000) == timedelta(minutes=20)


@both
def test_tries_at_once_do_not_slip_through(app: Flask, world: World) -> None:
    """20 wrong passwords at the same moment: 5 are looked at."""
    email, answers = address_of(world, "rep1"), []
    start = threading.Barrier(20)

    def guess() -> None:
        with app.test_client() as client:
            start.wait()
            answers.append(sign_in(client, email, "wrong wrong wrong").status_code)

    threads = [threading.Thread(target=guess) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [422] * 5 + [429] * 15


@both
def test_a_hash_is_made_again_when_the_parameters_change(app: Flask, world: World) -> None:
    person = world.people["rep1"]
    of = select(Person.password_hash).where(Person.id == person)
    assert db.session.execute(of).scalar_one().startswith("$argon2id$v=19$m=64,t=1,p=1$")
    app.config["SETTINGS"]["passwords"] = {"memory_kib": 128, "passes": 2, "lanes": 1}
    assert sign_in(browser(app), address_of(world, "rep1")).status_code == 303
    renewed = db.session.execute(of).scalar_one()
    assert renewed.startswith("$argon2id$v=19$m=128,t=2,p=1$")
    assert sign_in(browser(app), address_of(world, "rep1")).status_code == 303
    assert db.session.execute(of).scalar_one() == renewed


def test_defaults_are_those_of_rfc_9106(app: Flask) -> None:
    from federation.kernel.config import read_settings

    app.config["SETTINGS"]["passwords"] = read_settings({"FEDERATION_SECRET_KEY": "s" * 40})["passwords"]
    assert hash_password(PASSWORD).startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_only_so_many_hashes_at_once(app: Flask, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "PATIENCE", 0.01)
    for _ in range(passwords.AT_ONCE):
        assert passwords._turns.acquire(timeout=1)
    try:
        answer = sign_in(browser(app), address_of(world, "rep1"))
    finally:
        for _ in range(passwords.AT_ONCE):
            passwords._turns.release()
    assert answer.status_code == 503
    assert db.session.execute(select(SignInAttempt.id)).all() == []
    assert sign_in(browser(app), address_of(world, "rep1")).status_code == 303


def test_a_form_without_the_token_is_refused(app: Flask, world: World) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    client = browser(app)
    assert sign_in(client, address_of(world, "rep1")).status_code == 400
    page = client.get("/sign-in").text
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert token
    data = {"email": address_of(world, "rep1"), "password": PASSWORD, "csrf_token": token[1]}
    assert client.post("/sign-in", data=data).status_code == 303
    other = browser(app)
    assert other.post("/sign-in", data=data).status_code == 400
    for path in (
        "/sign-out",
        "/switch",
        "/account/sign-ins/end-others",
        "/account/name",
        "/account/tokens/new",
    ):
        assert client.post(path, data={"csrf_token": token[1]}).status_code == 400
    assert open_sessions(world.people["rep1"]) == 1


@both
def test_secrets_never_reach_logs_or_the_cookie(
    app: Flask, world: World, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    client = browser(app)
    sign_in(client, address_of(world, "rep1"), "canary password 1")
    sign_in(client, address_of(world, "rep1"))
    token = client.cookie()["_user_id"]
    said = caplog.text + "".join(capfd.readouterr())
    assert all(secret not in said for secret in ("canary password 1", PASSWORD, token))
    assert PASSWORD not in str(client.cookie())


NEXT = [
    "//evil.example/f/saltmarsh/",
    "https://evil.example/",
    "/\\evil.example",
    "\\\\evil.example",
    "/%5cevil.example",
    "///evil.example",
    "/\tevil",
    "/\r\nLocation: https://evil.example",
    "javascript:alert(1)",
    "evil.example",
    "",
    " /account",
    "/account\n",
    "/no-such-page",
    "/account/sign-ins/end-others",
    "/account/" + "a" * 2000,
    "/f/other/",
    "//",
    "/",
    "http:/account",
    "/.//evil.example",
    "/f/saltmarsh//evil.example/..//",
    "/@evil.example",
    None,
    7,
]


@pytest.mark.parametrize("wanted", NEXT)
def test_nobody_is_led_away_after_signing_in(app: Flask, world: World, wanted: object) -> None:
    make_world("other", 1)
    client = browser(app)
    with client.session_transaction() as session:
        session["next"] = wanted
    answer = sign_in(client, address_of(world, "rep1"))
    assert answer.location == ("/" if wanted == "/" else home(app))


@pytest.mark.parametrize("wanted", ["/account", "/f/saltmarsh/people/?role=observer", "/account/tokens"])
def test_one_gets_where_one_wanted_to_go(app: Flask, world: World, wanted: str) -> None:
    client = browser(app)
    assert client.get(wanted).location == "/sign-in"
    assert sign_in(client, address_of(world, "rep1")).location == wanted


def test_the_address_of_the_query_leads_nowhere(app: Flask, world: World) -> None:
    client = browser(app)
    for name in ("next", "url", "return_to"):
        answer = client.post(
            f"/sign-in?{name}=https://evil.example/",
            data={"email": address_of(world, "rep1"), "password": PASSWORD, name: "//evil.example"},
        )
        assert answer.location == home(app)


@both
def test_where_one_lands(app: Flask, world: World) -> None:
    other = make_world("fenland", 1)
    with unit_of_work() as session:
        session.add(
            Person(email="alone@saltmarsh.example", name="Alone", created_at=db.func.federation_now())
        )
    alone = db.session.execute(
        select(Person.id).where(Person.email == "alone@saltmarsh.example")
    ).scalar_one()
    db.session.rollback()
    give_password(alone)
    nowhere = browser(app)
    assert sign_in(nowhere, "alone@saltmarsh.example").location == "/switch"
    assert "You belong to no federation" in nowhere.get("/switch").text
    other.people["rep1"] = world.people["rep1"]
    other.add("rep1", "observer")
    both_of_them = browser(app)
    assert sign_in(both_of_them, address_of(world, "rep1")).location == "/switch"
    page = both_of_them.get("/switch").text
    assert "Saltmarsh GP Federation" in page and "Fenland GP Federation" in page
    assert both_of_them.get("/").location == "/switch"
    seat = world.practices["Z99001"]
    answer = both_of_them.post("/switch", data={"federation": "saltmarsh", "practice": seat})
    assert answer.location == home(app)
    assert both_of_them.cookie()["practice"] == seat
    foreign = other.practices["Z99001"]
    assert (
        both_of_them.post("/switch", data={"federation": "fenland", "practice": foreign}).status_code == 404
    )
    assert browser(app).get("/").location == "/sign-in"
    forget()
