"""Erasing: the number stays and nothing else, the record still verifies, texts of others stay."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import inspect, select, text

from federation.cli import main
from federation.decisions.discussion import actions as discussion
from federation.kernel import outbox
from federation.kernel.db import db, unit_of_work
from federation.kernel.idempotency import AnsweredAct, FormLock, KeptAnswer
from federation.kernel.record import RecordEntry, verify
from federation.kernel.refusals import NotFound, Refusal
from federation.kernel.row_security import setting_for
from federation.network.members.actions.erasing import erase_person
from federation.network.members.actions.inviting import invite
from federation.network.members.actions.roles import add_role
from federation.network.models import Membership
from federation.people.actions.tokens import make_token
from federation.people.models import Person
from federation.plugin.migrate import owner_engine
from federation.testing.world import LONG_AGO, World, make_world
from tests.decisions.votes import opened, propose, vote
from tests.people.accounts import address_of, browser, give_password, letters, sign_in
from tests.people.test_address import ask
from tests.people.test_second_factor import set_up, signed

both = pytest.mark.both_databases
NAME, EMAIL = "Petronella Quillfeather", "petronella@quillfeather.example"


@pytest.fixture
def known(app: Flask, world: World, database_url: str) -> World:
    """Petronella is rep1, with everything that a member can leave behind."""
    with unit_of_work() as session:
        person = session.get_one(Person, world.people["rep1"])
        person.name, person.email = NAME, EMAIL
    world.add("rep1", "executive")
    client = browser(app)
    sign_in(client, EMAIL)
    set_up(client)  # type: ignore[arg-type]
    ask(client, "petronella@elsewhere.example")  # type: ignore[arg-type]
    browser(app).post("/password", data={"email": EMAIL})
    sign_in(browser(app), EMAIL, "wrong wrong wrong")
    make_token(world.people["rep1"], world.federation_id, f"{NAME}'s report", ["read"], second_step=True)
    decision_id = opened(world)
    with world.scope():
        actor = world.actor("rep1")
        vote(world, decision_id, "f")
        discussion.comment(actor, decision_id, "We do this already.")
        discussion.comment(world.actor("rep2"), decision_id, f"I agree with {NAME}.")
        invite(world.actor("admin"), "new@saltmarsh.example", "New", "observer")
        outbox_of_others(actor.name)
        lock = FormLock(world.people["admin"], "program", "k")
        with unit_of_work() as session:
            session.add(
                KeptAnswer(
                    name=lock.name,
                    request="r",
                    day=LONG_AGO.date(),
                    answer=lock.seal(AnsweredAct(201, None, json.dumps({"email": EMAIL, "name": NAME}))),
                )
            )
    return world


def outbox_of_others(name: str) -> None:
    """Mail to somebody else that waits, with the name in it."""
    with unit_of_work():
        payload = {
            "person": 1,
            "subject": f"News from {NAME}",
            "text": f"Hello, {NAME} ({EMAIL})!",
        }
        outbox.add("mail", "other", payload)


def dump(url: str) -> dict[str, list[str]]:
    """Every row of every table as text."""
    engine = owner_engine(url)
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":  # row-level security holds for the owner too
            connection.execute(select(setting_for("*")))
        found = {
            table: [str(tuple(row)) for row in connection.execute(text(f'SELECT * FROM "{table}"'))]
            for table in inspect(engine).get_table_names()
        }
    engine.dispose()
    return found


def where(url: str, *words: str) -> set[str]:
    """The tables in which one of the words stands, in any case."""
    return {
        table
        for table, rows in dump(url).items()
        for row in rows
        if any(word.casefold() in row.casefold() for word in words)
    }


@both
def test_name_and_address_are_gone_but_from_texts_of_others(
    app: Flask, known: World, database_url: str
) -> None:
    words = (EMAIL, "petronella", "quillfeather")
    texts = {
        "network_comment",
        "kernel_search",
        *(("kernel_search_fts", "kernel_search_fts_data") if "sqlite" in database_url else ()),
    }
    theirs = {"people_person", "people_token", "people_link", "kernel_outbox"}
    assert where(database_url, *words) >= theirs | {"network_comment"}
    erase_person(EMAIL.upper())
    assert where(database_url, *words) - texts == set()
    assert "network_comment" in where(database_url, NAME)
    mail = [letter for letter in letters() if "person" in letter]
    assert mail[-1] == {
        "person": 1,
        "subject": "News from Former member",
        "text": "Hello, Former member (Former member)!",
    }
    assert not any(letter["person"] == known.people["rep1"] for letter in mail)
    with known.scope():
        good, broken = verify()
        assert broken is None and good > 5
        entries = db.session.execute(
            select(RecordEntry.action, RecordEntry.actor).order_by(RecordEntry.seq)
        ).all()
    assert [tuple(entry) for entry in entries][-3:] == [
        ("membership.ended", None),
        ("membership.ended", None),
        ("person.erased", None),
    ]


def test_longer_words_that_begin_with_the_name_stay() -> None:
    words = {"Ann": "Former member"}
    assert (
        outbox._without("Ann, Annual Ann. 'Ann'", words)
        == "Former member, Annual Former member. 'Former member'"
    )


@both
def test_nobody_signs_in_and_nothing_opens(app: Flask, world: World) -> None:
    client = signed(app, world)
    token = make_token(world.people["rep1"], world.federation_id, "x", ["read"], second_step=True)
    erase_person(address_of(world, "rep1"))
    assert client.get("/account").location == "/sign-in"
    assert sign_in(browser(app), address_of(world, "rep1")).status_code == 422
    api = app.test_client().get(
        "/api/v1/federations/saltmarsh/me", headers={"Authorization": f"Bearer {token}"}
    )
    assert api.status_code == 401
    row = db.session.execute(select(Person).where(Person.id == world.people["rep1"])).scalar_one()
    assert (row.email, row.name, row.password_hash, row.mail_choices) == (
        f"erased:{row.id}",
        "Former member",
        None,
        None,
    )
    assert row.erased_at is not None
    with world.scope():
        left = db.session.execute(
            select(Membership.id).where(Membership.person_id == row.id, Membership.ended_at.is_(None))
        )
        assert left.all() == []
    with pytest.raises(NotFound):
        erase_person(address_of(world, "rep1"))


@both
def test_what_they_did_stands_under_former_member(app: Flask, known: World) -> None:
    decision_id = propose(known, "rep1")
    erase_person(EMAIL)
    page = known.client(app, "rep2").get(f"/f/saltmarsh/decisions/{decision_id}").text
    assert "Former member" in page and NAME not in page
    people = known.client(app, "admin").get(f"/f/saltmarsh/people/{known.people['rep1']}").text
    assert "Former member" in people and NAME not in people
    with known.scope(), pytest.raises(Refusal, match="erased"):
        add_role(known.actor("admin"), known.people["rep1"], "observer")


@both
def test_the_last_administrator_is_not_erased(app: Flask, world: World) -> None:
    other = make_world("fenland", 1)
    other.people["admin"] = world.people["admin"]
    other.add("admin", "observer")
    with pytest.raises(Refusal, match="Saltmarsh GP Federation: This is the last administrator"):
        erase_person(address_of(world, "admin"))
    with other.scope():
        assert other.actor("admin").roles == {"observer"}
    assert sign_in(browser(app), address_of(world, "admin")).status_code == 303
    give_password(world.people["rep2"])
    world.add("rep2", "administrator")
    erase_person(address_of(world, "admin"))
    with world.scope():
        assert [one.action for one in record()][-2:] == ["membership.ended", "person.erased"]
    with other.scope():
        assert [one.action for one in record()] == ["membership.ended", "person.erased"]


def record() -> list[RecordEntry]:
    return list(db.session.scalars(select(RecordEntry).order_by(RecordEntry.seq)))


@pytest.fixture
def terminal(
    app: Flask, settings: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[int, str]]:
    """Run a command on the database of the test."""
    monkeypatch.setattr("federation.app.create_app", lambda: app)

    def run(*words: str, typed: str = "") -> tuple[int, str]:
        done = CliRunner().invoke(main, words, input=typed)
        return done.exit_code, done.output

    return run


def test_at_the_terminal(
    app: Flask, known: World, terminal: Callable[..., tuple[int, str]], tmp_path: Path
) -> None:
    status, said = terminal("person", "erase", EMAIL, typed="somebody@else.example\n")
    assert (status, "Nothing was erased" in said) == (1, True)
    assert terminal("person", "erase", "nobody@else.example", "--yes")[0] == 1
    file = tmp_path / "kept.json"
    status, said = terminal("person", "erase", EMAIL, "--export", str(file), typed=f"{EMAIL}\n")
    assert (status, "The account is erased" in said) == (0, True)
    kept = json.loads(file.read_text("utf-8"))
    assert kept["account"][0]["email"] == EMAIL and kept["federations"]
    assert terminal("person", "erase", EMAIL, "--yes")[0] == 1


def test_resetting_at_the_terminal(
    app: Flask, world: World, terminal: Callable[..., tuple[int, str]]
) -> None:
    client, email = signed(app, world), address_of(world, "rep1")
    assert terminal("person", "reset-second-factor", email)[1] == "Error: Rep1 has no authenticator app.\n"
    set_up(client)
    status, said = terminal("person", "reset-second-factor", email)
    assert (status, said.startswith("Rep1 signs in with the password alone now")) == (0, True)
    db.session.rollback()
    assert client.get("/account").location == "/sign-in"


def test_the_account_s_own_page_says_how(app: Flask, world: World) -> None:
    page = signed(app, world).get("/account/erasure").text
    assert (
        "Former member" in page and 'href="/account/data.json"' in page and 'href="/f/saltmarsh/help"' in page
    )
