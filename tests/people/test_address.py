"""Changing one's address: the new one answers, the old one hears of it, nobody learns whose an address is."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from federation.kernel.db import db
from federation.kernel.mail import mailbox
from federation.people.models import Person
from federation.testing.world import World
from federation.worker import run_once
from tests.people.accounts import PASSWORD, Typing, address_of, browser, home, letters, link_in, sign_in
from tests.people.apps import give_code, half_way
from tests.people.test_second_factor import set_up, signed

both = pytest.mark.both_databases
Travel = Callable[[timedelta], None]
NEW = "rep.one@moved.example"


def ask(client: Typing, email: str = NEW, **more: str) -> str | None:
    """Ask for the change; where the answer leads."""
    answer = client.post("/account/address", data={"email": email, "password": PASSWORD, **more})
    found: str | None = answer.location
    return found


def link(email: str = NEW) -> str:
    """The newest link to an address."""
    return link_in([letter for letter in letters("address:") if letter.get("to") == email][-1])


@both
def test_the_new_address_answers_and_the_old_one_hears_of_it(app: Flask, world: World) -> None:
    client = signed(app, world)
    assert ask(client, "Rep.One@Moved.example") == "/account"
    assert "We have sent a link" in client.get("/account").text
    path = link()
    page = browser(app).get(path).text
    assert NEW in page and "Use this address" in page
    assert sign_in(browser(app), NEW).status_code == 422
    assert browser(app).post(path).status_code == 303
    assert sign_in(browser(app), address_of(world, "rep1")).status_code == 422
    assert sign_in(browser(app), NEW).location == home(app)
    assert client.get("/account").status_code == 200
    assert browser(app).get(path).status_code == browser(app).post(path).status_code == 410
    told = [(letter["subject"], letter.get("to")) for letter in letters("address")]
    assert told == [
        ("Confirm your new address", NEW),
        ("Your sign-in address may change", None),
        ("Your sign-in address has changed", address_of(world, "rep1")),
    ]


def test_letters_go_where_they_should_and_forget_the_address(app: Flask, world: World) -> None:
    client = signed(app, world)
    ask(client)
    browser(app).post(link())
    run_once(app)
    heads = [path.read_text().splitlines() for path in Path(mailbox()).glob("*.eml")]
    to = {
        next(line for line in head if line.startswith("Subject: "))[9:]: next(
            line for line in head if line.startswith("To: ")
        )[4:]
        for head in heads
    }
    assert to == {
        "Confirm your new address": f"Rep1 <{NEW}>",
        "Your sign-in address has changed": f"Rep1 <{address_of(world, 'rep1')}>",
        "Your sign-in address may change": f"Rep1 <{NEW}>",
    }
    assert not any("to" in letter or "text" in letter for letter in letters())


@both
def test_the_password_is_asked(app: Flask, world: World) -> None:
    client = signed(app, world)
    for typed in ("", "not this one, is it"):
        assert ask(client, password=typed) is None
    assert letters() == []


@both
def test_who_has_an_app_is_asked_for_a_code(app: Flask, world: World, travel: Travel) -> None:
    client = signed(app, world)
    phone, _ = set_up(client)
    assert 'name="password"' not in client.get("/account/address").text
    travel(timedelta(minutes=16))
    refused = client.post("/account/address", data={"email": NEW, "password": PASSWORD})
    assert "Enter the code" in refused.text and f'value="{NEW}"' in refused.text
    assert letters("address") == []
    assert ask(client, code=phone.code()) == "/account"
    browser(app).post(link())
    assert give_code(half_way(app, NEW), phone.code(1)).location == home(app)


@both
def test_an_address_of_somebody_else_is_not_told_and_not_taken(app: Flask, world: World) -> None:
    client, taken = signed(app, world), address_of(world, "rep2")
    assert ask(client, taken) == "/account"
    assert [letter["subject"] for letter in letters("address")] == ["Your sign-in address may change"]
    ask(client)
    ask(signed(app, world, "rep2"))
    first, second = (link_in(letter) for letter in letters("address:"))
    assert browser(app).post(first).status_code == 303
    assert browser(app).post(second).status_code == 410
    emails = db.session.execute(select(Person.email).where(Person.email.contains("moved"))).scalars().all()
    assert emails == [NEW]


@both
def test_a_link_ends(app: Flask, world: World, travel: Travel) -> None:
    client = signed(app, world)
    ask(client)
    older = link()
    ask(client)
    assert browser(app).post(older).status_code == 410
    path = link()
    travel(timedelta(days=1, minutes=1))
    assert browser(app).post(path).status_code == 410


@both
def test_a_new_password_ends_the_change(app: Flask, world: World) -> None:
    client = signed(app, world)
    ask(client)
    chosen = "heron under the bridge"
    client.post("/account/password", data={"old": PASSWORD, "password": chosen, "again": chosen})
    assert browser(app).post(link()).status_code == 410


@both
def test_the_change_ends_password_links_to_the_old_address(app: Flask, world: World) -> None:
    client = signed(app, world)
    browser(app).post("/password", data={"email": address_of(world, "rep1")})
    ask(client)
    browser(app).post(link())
    assert browser(app).get(link_in(letters("password")[-1])).status_code == 410


def test_the_same_address_is_no_change(app: Flask, world: World) -> None:
    client = signed(app, world)
    assert ask(client, address_of(world, "rep1").upper()) is None
    assert letters() == []


def test_one_address_is_not_flooded(app: Flask, world: World) -> None:
    """By nobody, and whoever asks too often is told so instead of that a letter was sent."""
    first, second = signed(app, world), signed(app, world, "rep2")
    assert [ask(first) for _ in range(2)] == ["/account"] * 2
    assert ask(second) == "/account"
    for client in (first, second):
        assert "We have sent a link" in client.get("/account").text
        refused = client.post("/account/address", data={"email": NEW, "password": PASSWORD})
        assert refused.status_code == 429
        assert "Too many links were asked for" in refused.text and f'value="{NEW}"' in refused.text
        assert "We have sent" not in refused.text
    assert len(letters("address:")) == 3


@both
def test_naming_somebodys_address_keeps_no_link_from_them(app: Flask, world: World) -> None:
    """Neither the wishes of whoever names it nor wrong passwords stand between its owner and a new password."""
    victim, stranger = address_of(world, "rep2"), signed(app, world)
    for _ in range(4):
        ask(stranger, victim)
    for _ in range(7):
        sign_in(browser(app), victim, "wrong wrong wrong")
    assert sign_in(browser(app), victim).status_code == 429
    chosen = "heron under the bridge"
    for number in range(3):
        browser(app).post("/password", data={"email": victim})
        assert len(letters("password")) == number + 1
    path = link_in(letters("password")[-1])
    assert browser(app).post(path, data={"password": chosen, "again": chosen}).status_code == 303
    assert sign_in(browser(app), victim, chosen).status_code == 303
    browser(app).post("/password", data={"email": victim})
    assert len(letters("password")) == 4


@both
def test_the_answer_does_not_tell_whose_an_address_is(app: Flask, world: World) -> None:
    """Of somebody here, of nobody: page and waiting are the same."""
    answers = []
    for name, email in (("rep1", address_of(world, "admin")), ("rep2", "nobody@elsewhere.example")):
        client = signed(app, world, name)
        data = {"email": email, "password": PASSWORD}
        tries = [client.post("/account/address", data=data) for _ in range(4)]
        answers.append([(one.status_code, one.location) for one in tries])
    assert answers[0] == answers[1] == [(303, "/account")] * 3 + [(429, None)]
