"""Builders for tests of accounts: people with passwords, browsers that type, and the mail that waits."""

import re
from typing import Any

from flask import Flask, g
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from federation.kernel import outbox
from federation.kernel.db import db, unit_of_work
from federation.kernel.sealed_letters import open_letter
from federation.kernel.tenancy import every_federation
from federation.people.models import Person, SignIn
from federation.people.passwords import hash_password
from federation.testing.world import World

PASSWORD = "estuary lantern pebble"


def give_password(person_id: int, password: str = PASSWORD) -> None:
    """Let a person of a world sign in."""
    hashed = hash_password(password)
    with unit_of_work() as session:
        session.execute(update(Person).where(Person.id == person_id).values(password_hash=hashed))


def address_of(world: World, name: str) -> str:
    return f"{name}@{world.slug}.example"


def browser(app: Flask) -> FlaskClient:
    """A fresh browser; forms need no CSRF token unless the test switches that on."""
    app.config.setdefault("WTF_CSRF_ENABLED", False)
    return Typing(app.test_client(), app)  # type: ignore[return-value]


class Typing:
    """A browser that forgets what Flask-Login remembers between two requests in one pushed app context."""

    def __init__(self, client: FlaskClient, app: Flask) -> None:
        self.client, self.app = client, app

    def __getattr__(self, name: str) -> Any:
        return getattr(self.client, name)

    def get(self, *args: Any, **kw: Any) -> TestResponse:
        forget()
        return self.client.get(*args, **kw)

    def post(self, *args: Any, **kw: Any) -> TestResponse:
        forget()
        return self.client.post(*args, **kw)

    def cookie(self) -> dict[str, Any]:
        forget()
        with self.client.session_transaction() as session:
            return dict(session)


def forget() -> None:
    for name in ("_login_user", "here", "actor", "slug", "csrf_token", "section"):
        g.pop(name, None)


def sign_in(client: FlaskClient, email: str, password: str = PASSWORD, **kw: Any) -> TestResponse:
    return client.post("/sign-in", data={"email": email, "password": password}, **kw)


def letters(kind: str = "") -> list[dict[str, Any]]:
    """The payloads of mail that waits, oldest first."""
    with every_federation("a test reads all mail"):
        all_of_it = select(outbox.OutboxRow.key, outbox.OutboxRow.payload).order_by(outbox.OutboxRow.id)
        rows = db.session.execute(all_of_it).all()
        db.session.rollback()
    return [open_letter(row.key, row.payload) for row in rows if row.key.startswith(kind)]


def link_in(letter: dict[str, Any]) -> str:
    """The path of the address in a letter."""
    found = re.search(r"https?://[^/\s]+(/\S+)", letter["text"])
    assert found
    return found[1]


def open_sessions(person_id: int) -> int:
    rows = db.session.execute(
        select(SignIn.id).where(SignIn.person_id == person_id, SignIn.ended_at.is_(None))
    ).all()
    db.session.rollback()
    return len(rows)


def home(app: Flask, slug: str = "saltmarsh") -> str:
    """The path of a federation's home page."""
    return app.url_map.bind("localhost").build("home.first_page", {"federation": slug})
