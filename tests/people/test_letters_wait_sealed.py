"""Whoever reads the database, or a copy of it, finds no link that opens anything: letters wait sealed, and of what was
sent nothing is kept."""

import re
import socket
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from federation.kernel import outbox
from federation.kernel.db import db, unit_of_work
from federation.kernel.mail import mailbox
from federation.kernel.outbox import OutboxRow
from federation.kernel.sealed_letters import UnreadableLetter, open_letter
from federation.kernel.tenancy import every_federation
from federation.network.members.actions.inviting import invite
from federation.people.secrets import fingerprint
from federation.testing.world import World
from federation.worker import run_once
from tests.decisions.test_letters import work
from tests.decisions.votes import opened
from tests.people.accounts import browser, letters, sign_in
from tests.people.test_address import ask
from tests.people.test_erasing import dump

pytestmark = pytest.mark.both_databases
MOVED = "moved@elsewhere.example"


def secrets_made(app: Flask, world: World) -> set[str]:
    """Have every kind of letter written that opens something, and return the secrets in them."""
    browser(app).post("/password", data={"email": "rep1@saltmarsh.example"})
    with world.scope():
        invite(world.actor("admin"), "nadia@saltmarsh.example", "Nadia", "representative", "Z99001")
    client = browser(app)
    sign_in(client, "rep2@saltmarsh.example")
    assert ask(client, MOVED)
    opened(world)
    work(app, world)
    written = " ".join(letter.get("text", "") for letter in letters())
    found = set(re.findall(r"/([\w-]{40,})", written))
    words = ("password/new", "invitation", "address", "ballot")
    kinds = [len(re.findall(f"/{word}/[\\w-]{{40,}}", written)) for word in words]
    assert (kinds, len(found)) == ([1, 1, 1, 3], 6)
    return found


def everything(url: str) -> str:
    """Every column of every row of every table; of a file of SQLite's every byte besides."""
    rows = "\n".join(line for lines in dump(url).values() for line in lines)
    if not url.startswith("sqlite"):
        return rows
    path = Path(url.removeprefix("sqlite:///"))
    return rows + "".join(one.read_bytes().decode("latin-1") for one in path.parent.glob(f"{path.name}*"))


def kept_of_letters() -> list[dict[str, Any]]:
    """What the outbox holds of each letter."""
    with every_federation("a test reads all mail"):
        found = db.session.scalars(select(OutboxRow.payload).where(OutboxRow.kind == "mail")).all()
    db.session.rollback()
    return list(found)


def why_waiting() -> list[str | None]:
    """Of each letter that was not sent, why."""
    with every_federation("a test reads all mail"):
        found = db.session.scalars(select(OutboxRow.error).where(OutboxRow.done_at.is_(None))).all()
    db.session.rollback()
    return list(found)


def test_a_copy_of_the_database_opens_nothing(app: Flask, world: World, database_url: str) -> None:
    made = secrets_made(app, world)
    copy = everything(database_url)
    assert {one for one in made if fingerprint(one) not in copy} == set()
    assert {one for one in made if one in copy} == set()
    assert {"Hello" in copy, "You need no password" in copy} == {False}
    run_once(app)
    sent = "".join(path.read_text().replace("=\n", "") for path in mailbox().glob("*.eml"))
    assert {one for one in made if one not in sent} == set()
    assert {one for one in made if one in everything(database_url)} == set()
    assert {name for letter in kept_of_letters() for name in letter} == {"person", "subject", "reason"}


def test_a_letter_that_cannot_leave_stays_sealed(app: Flask, world: World, database_url: str) -> None:
    made = secrets_made(app, world)
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))  # taken, and listened at by nobody
        app.config["SETTINGS"]["mail"] |= {"smtp_host": "127.0.0.1", "smtp_port": held.getsockname()[1]}
        run_once(app)
    assert set(why_waiting()) == {"ConnectionRefusedError: not accepted"}
    assert {one for one in made if one in everything(database_url)} == set()
    app.config["SETTINGS"]["mail"]["smtp_host"] = ""
    assert {one for one in made if one in " ".join(letter.get("text", "") for letter in letters())} == made


def changed(begins: str, **values: object) -> None:
    """Change the row of a letter behind the product's back."""
    with every_federation("a test bends a letter"), unit_of_work() as session:
        session.execute(update(OutboxRow).where(OutboxRow.key.startswith(begins)).values(**values))


@pytest.mark.parametrize("change", ["to another person", "to another address", "under another key"])
def test_nobody_has_the_letter_of_another_sent_to_themselves(app: Flask, world: World, change: str) -> None:
    browser(app).post("/password", data={"email": "rep1@saltmarsh.example"})
    [letter] = kept_of_letters()
    bent: dict[str, dict[str, object]] = {
        "to another person": {"payload": letter | {"person": world.people["rep2"]}},
        "to another address": {"payload": letter | {"to": "thief@elsewhere.example"}},
        "under another key": {"key": "password:0"},
    }
    changed("password:", **bent[change])
    run_once(app)
    assert list(mailbox().glob("*.eml")) == []
    assert why_waiting() == ["UnreadableLetter"]


def test_under_another_secret_key_a_letter_stays_and_says_why(app: Flask, world: World) -> None:
    browser(app).post("/password", data={"email": "rep1@saltmarsh.example"})
    settings, right = app.config["SETTINGS"], app.config["SETTINGS"]["secret_key"]
    settings["secret_key"] = "another secret key of forty characters.."
    run_once(app)
    assert why_waiting() == ["UnreadableLetter"]
    [letter] = kept_of_letters()
    with pytest.raises(UnreadableLetter):
        open_letter("password:1", letter)
    settings["secret_key"] = right
    assert "/password/new/" in letters()[0]["text"]


def test_letters_from_before_they_were_sealed_leave_and_are_forgotten(
    app: Flask, world: World, database_url: str
) -> None:
    plain = {
        "person": world.people["rep1"],
        "subject": "News",
        "text": "As it was written before.",
        "to": MOVED,
    }
    with unit_of_work():
        outbox.add("mail", "earlier", plain)
    changed("earlier", payload=plain)
    run_once(app)
    [path] = mailbox().glob("*.eml")
    assert "As it was written before." in path.read_text() and MOVED in path.read_text()
    assert kept_of_letters() == [{"person": world.people["rep1"], "subject": "News"}]
