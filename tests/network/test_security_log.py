"""The security log: what stands in it, who reads it, and the lines for the people who run the server."""

import csv
import json
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from federation.kernel import record, security_log
from federation.kernel.db import db, unit_of_work
from federation.network.record.queries import security as queries
from federation.people.models import SecurityEvent
from federation.people.security import note
from federation.testing.world import World, make_world
from tests.network.files import counted_statements
from tests.people.accounts import PASSWORD, address_of, browser, forget, give_password, sign_in

both = pytest.mark.both_databases
BASE = "/f/saltmarsh/admin/security"


@pytest.fixture
def world(app: Flask) -> World:
    app.config["WTF_CSRF_ENABLED"] = False
    made = make_world(practices=2)
    for name in ("rep1", "admin"):
        give_password(made.people[name])
    return made


def read(app: Flask, world: World, query: str = "") -> str:
    forget()
    return world.client(app, "admin").get(BASE + query).text


@both
def test_sign_ins_and_failures_are_there_with_who_and_from_where(app: Flask, world: World) -> None:
    sign_in(browser(app), address_of(world, "rep1"), "not the password at all")
    sign_in(browser(app), address_of(world, "rep1"), headers={"User-Agent": "Mozilla/5.0 Firefox/140.0"})
    page = read(app, world)
    assert page.count("Rep1 tried a wrong password") == 1
    assert page.count("Rep1 signed in") == 1
    assert page.index("Rep1 signed in") < page.index("Rep1 tried a wrong password")
    assert "Firefox" in page and "127.0.0.1" in page
    failed = read(app, world, "?group=failed")
    assert "Rep1 tried a wrong password" in failed and "Rep1 signed in" not in failed


@both
def test_other_federations_and_unknown_addresses_are_nobodys_to_read(app: Flask, world: World) -> None:
    other = make_world("tidal-flats", practices=1)
    give_password(other.people["rep1"])
    sign_in(browser(app), address_of(other, "rep1"), "not the password at all")
    sign_in(browser(app), "nobody@saltmarsh.example", "not the password at all")
    with unit_of_work(), other.scope():
        note("file_taken", other.people["rep1"], "/f/tidal-flats/canary.csv", other.federation_id)
        record.append(other.people["admin"], "membership.started", "person:999", role="member")
    assert db.session.scalars(select(SecurityEvent.kind)).all().count("password_wrong") == 2
    db.session.rollback()
    page = read(app, world)
    assert "Nothing here" in page and "canary" not in page and "Rep1" not in page


def test_roles_tokens_and_settings_come_from_the_record(app: Flask, world: World) -> None:
    with world.scope(), unit_of_work():
        record.append(
            world.people["admin"], "token.made", f"person:{world.people['rep1']}", title="canary of nobody"
        )
        record.append(None, "ballot.cast", "decision:7", receipt="x")
    page = read(app, world, "?group=tokens")
    assert "Admin made a token for programs" in page
    assert "ballot" not in read(app, world) and "recorded a practice’s vote" not in read(app, world)


@both
def test_taking_a_file_away_is_noted_and_reading_a_page_is_not(app: Flask, world: World) -> None:
    client = world.client(app, "rep1")
    assert client.get("/f/saltmarsh/practices/people/people.csv").status_code in (200, 404)
    forget()
    taken = client.get("/f/saltmarsh/decisions/register.csv")
    assert taken.status_code == 200 and taken.get_data()
    forget()
    client.get("/f/saltmarsh/decisions/register")
    lines = [row for row in csv.reader(read_csv(app, world).splitlines()) if row[2] == "took a file away"]
    assert ["Rep1", "took a file away", "/f/saltmarsh/decisions/register.csv"] in [row[1:4] for row in lines]
    assert not any(row[3].endswith("/register") for row in lines)


def read_csv(app: Flask, world: World) -> str:
    forget()
    answer = world.client(app, "admin").get("/f/saltmarsh/admin/security.csv")
    assert answer.status_code == 200
    return answer.text


@pytest.mark.parametrize("name", ["rep1", "chair", "member", "lay", "observer"])
def test_only_administrators_read_it(app: Flask, world: World, name: str) -> None:
    assert world.client(app, name).get(BASE).status_code == 403


@both
def test_every_line_is_on_one_page_and_on_one_alone(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with world.scope(), unit_of_work():
        for number in range(9):
            note("file_taken", world.people["rep1"], f"/{number}", world.federation_id)
            record.append(world.people["admin"], "token.made", f"person:{number}")
    with world.scope():
        whole, end = queries.security_page()
        assert (len(whole), end) == (18, "")
        monkeypatch.setattr(queries, "PAGE", 4)
        assert list(queries.every_security_line()) == whole
        assert queries.security_page("", "rubbish~1~x")[0] == whole[:4]
        db.session.rollback()


def test_statements_do_not_grow_with_the_log(app: Flask, world: World) -> None:
    counts = []
    for _ in range(2):
        with world.scope(), unit_of_work():
            for number in range(30):
                note("file_taken", world.people["rep1"], f"/{number}", world.federation_id)
                record.append(world.people["admin"], "token.made", f"person:{world.people['rep1']}")
        with counted_statements() as seen:
            read(app, world)
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_an_erased_person_leaves_what_happened_and_no_name(app: Flask, world: World) -> None:
    from federation.network.members.actions.erasing import erase_person

    sign_in(browser(app), address_of(world, "rep1"), "not the password at all")
    erase_person(address_of(world, "rep1"))
    rows = db.session.execute(
        select(SecurityEvent.kind, SecurityEvent.person_id, SecurityEvent.network)
    ).all()
    db.session.rollback()
    assert [tuple(row) for row in rows] == [("password_wrong", None, "")]


@both
def test_the_server_gets_a_json_line_for_what_is_kept_and_none_for_what_is_not(
    app: Flask, world: World, tmp_path: Path
) -> None:
    log = tmp_path / "security.jsonl"
    app.config["SETTINGS"]["security_log"] = str(log)
    security_log.init_security_log(app)
    try:
        sign_in(browser(app), "nobody@saltmarsh.example", "not the password at all")
        sign_in(browser(app), address_of(world, "rep1"))
        with pytest.raises(RuntimeError), world.scope(), unit_of_work():
            record.append(world.people["admin"], "membership.started", "person:1")
            raise RuntimeError
        with world.scope(), unit_of_work():
            record.append(world.people["admin"], "membership.ended", "person:1")
            record.append(None, "ballot.cast", "decision:1", receipt="canary")
    finally:
        app.config["SETTINGS"]["security_log"] = ""
        security_log.init_security_log(app)
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    assert [(line["event"], line.get("person")) for line in lines] == [
        ("password_tried", None),
        ("password_tried", world.people["rep1"]),
        ("signed_in", world.people["rep1"]),
        ("membership.ended", world.people["admin"]),
    ]
    known = {"at", "event", "person", "federation", "network", "device", "subject", "entry"}
    assert all(set(line) <= known for line in lines)
    assert "canary" not in log.read_text() and PASSWORD not in log.read_text() and "@" not in log.read_text()
