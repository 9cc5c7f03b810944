"""Programs for tests: a token of a person, and a client that sends it."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from flask import Flask
from sqlalchemy import event
from werkzeug.test import TestResponse

from federation.kernel.clock import machine_now
from federation.kernel.db import db
from federation.kernel.files.sent import SentFile
from federation.kernel.scopes import SCOPES
from federation.testing.world import World, new_program_token

PROBLEM = "application/problem+json"


def token_for(
    world: World, name: str, revoked: datetime | None = None, scopes: Collection[str] = tuple(SCOPES)
) -> str:
    """A token of a person in their federation."""
    token = new_program_token(world.people[name], world.federation_id, scopes, revoked)
    db.session.remove()
    return token


@dataclass
class Program:
    """A program that acts for one person, in the addresses of one federation."""

    app: Flask
    token: str | None
    slug: str

    def __call__(self, method: str, path: str, body: Any = None, **more: Any) -> TestResponse:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        headers |= more.pop("headers", {})
        if isinstance(body, SentFile):
            more["data"] = {"file": (BytesIO(body.content), body.name)}
        elif body is not None:
            more["json"] = body
        return self.app.test_client().open(
            f"/api/v1/federations/{self.slug}{path}", method=method, headers=headers, buffered=True, **more
        )

    def get(self, path: str, **more: Any) -> Any:
        """The JSON at an address that must exist."""
        found = self("GET", path, **more)
        assert found.status_code == 200, (found.status_code, found.text)
        return found.json

    def done(self, method: str, path: str, body: Any = None, status: int = 200, **more: Any) -> Any:
        """The answer to an act that must be done."""
        made = self(method, path, body, **more)
        assert made.status_code == status, (made.status_code, made.text)
        return made.json


def program(app: Flask, world: World, name: str, scopes: Collection[str] = tuple(SCOPES)) -> Program:
    """A program that acts for a person."""
    return Program(app, token_for(world, name, scopes=scopes), world.slug)


def in_hours(hours: float) -> str:
    """A moment as programs write it."""
    return (machine_now() + timedelta(hours=hours)).isoformat()


def places(errors: dict[str, Any]) -> list[str]:
    """Where something is wrong, as paths: ``quorum.fraction``."""
    found = []
    for name, value in errors.items():
        inner = places(value) if isinstance(value, dict) else []
        found += [f"{name}.{one}" for one in inner] or [name]
    return found


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    """The SQL statements that run meanwhile, without the beginnings of transactions."""
    run: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith("BEGIN"):
            run.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield run
    finally:
        event.remove(engine, "before_cursor_execute", note)
