"""Somebody who walks: sends requests as each principal, and puts the database back after an act."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer

from federation.kernel.db import db
from federation.kernel.policy import Actor
from tests.walks.bodies import body_of, fields_of
from tests.walks.cells import Cell
from tests.walks.furnishing import Furnished
from tests.walks.keeping import Kept, Rows

_RAW_TOKEN = "a" * 40
_CSRF = re.compile(rb'(name="csrf_token"[^>]*value=")[^"]*"')


class Principal(NamedTuple):
    """Somebody who asks. ``session`` and ``token`` are secrets; ``actor`` is None without a place here."""

    name: str
    session: str | None
    token: str | None
    actor: Actor | None

    @property
    def practices(self) -> frozenset[int]:
        """The practices the person belongs to."""
        return frozenset(seat.practice_id for seat in self.actor.seats) if self.actor else frozenset()


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    location: str
    kind: str
    body: bytes
    headers: dict[str, str]

    @property
    def is_page(self) -> bool:
        """Whether it is HTML."""
        return self.kind.startswith("text/html")

    @property
    def is_file(self) -> bool:
        """Whether it is a file to take away."""
        return self.status == 200 and self.headers.get("Content-Disposition", "").startswith("attachment")

    @property
    def print(self) -> str:
        """A fingerprint of the body without its one-time tokens."""
        return hashlib.sha256(self.plain).hexdigest()

    @property
    def plain(self) -> bytes:
        """The body without its one-time tokens."""
        return _CSRF.sub(rb'\1"', self.body)


class Walker:
    """Sends requests to the app, each with a context of its own, on a database that can be put back."""

    def __init__(self, app: Flask, kept: Kept, world: Furnished, people: list[Principal]) -> None:
        self.app, self.kept, self.world, self.people = app, kept, world, people
        self.client: FlaskClient = app.test_client(use_cookies=False)
        self.csrf = URLSafeTimedSerializer(app.secret_key or "", salt="wtf-csrf-token").dumps(_RAW_TOKEN)
        serializer: Any = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        name = app.config["SESSION_COOKIE_NAME"]
        self.cookies = {
            one.name: f"{name}="
            + serializer.dumps(
                {
                    "csrf_token": _RAW_TOKEN,
                    **(
                        {"_user_id": one.session, "_fresh": True, "seen": 4_102_444_800}
                        if one.session
                        else {}
                    ),
                }
            )
            for one in people
        }
        self.kept.keep(self._leave)
        self.sent = 0

    def _leave(self) -> None:
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()

    def was_written(self) -> bool:
        """Whether anything was written since the database was put back."""
        return self.kept.was_written()

    def put_back(self) -> None:
        """Undo everything that was written."""
        if self.was_written():
            self.kept.put_back(self._leave)

    def dump(self) -> Rows:
        """All rows of all tables."""
        return self.kept.dump()

    def get(self, one: Principal, path: str) -> Answer:
        """Ask for a page, or for JSON."""
        return self._send(one, "GET", path, {})

    def act(self, one: Principal, cell: Cell, with_token: bool = True, key: str = "") -> Answer:
        """Send an act: a form (with the key of one that was rendered once), or JSON with a method."""
        if cell.is_program:
            return self._send(one, cell.method, cell.path, {"json": body_of(cell, self.world)})
        token = f"{self.csrf}~{key}" if key else self.csrf
        fields = fields_of(cell, self.world) | ({"csrf_token": token} if with_token else {})
        return self._send(one, cell.method, cell.path, {"data": fields})

    def ask(self, one: Principal, cell: Cell) -> Answer:
        """Send whatever the cell is."""
        return self.get(one, cell.path) if cell.method == "GET" else self.act(one, cell)

    def _send(self, one: Principal, method: str, path: str, what: dict[str, Any]) -> Answer:
        headers = {"Authorization": f"Bearer {one.token}"} if one.token and path.startswith("/api/") else {}
        if not path.startswith("/api/"):
            headers["Cookie"] = self.cookies[one.name]
        self.sent += 1
        answer = self.client.open(path, method=method, headers=headers, **what)
        found = Answer(
            answer.status_code,
            answer.headers.get("Location", ""),
            answer.content_type or "",
            answer.get_data(),
            dict(answer.headers),
        )
        answer.close()
        return found

    def __iter__(self) -> Iterator[Principal]:
        return iter(self.people)

    def called(self, name: str) -> Principal:
        """A principal by name."""
        return next(one for one in self.people if one.name == name)
