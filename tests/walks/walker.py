"""Somebody who walks: sends requests as each principal, and puts the database back after an act."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from flask import Flask
from itsdangerous import URLSafeTimedSerializer

from federation.kernel.db import db
from federation.kernel.policy import Actor
from federation.testing.asking import WalkAnswer, WalkClient
from federation.testing.keeping import Kept, Rows
from federation.testing.world import session_cookie
from tests.walks.bodies import body_of, fields_of, file_of
from tests.walks.cells import Cell
from tests.walks.furnishing import Furnished

_RAW_TOKEN = "a" * 40


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


class Walker:
    """Sends requests to the app, each with a context of its own, on a database that can be put back."""

    def __init__(self, app: Flask, kept: Kept, world: Furnished, people: list[Principal]) -> None:
        self.app, self.kept, self.world, self.people = app, kept, world, people
        self.client = WalkClient(app)
        self.csrf = URLSafeTimedSerializer(app.secret_key or "", salt="wtf-csrf-token").dumps(_RAW_TOKEN)
        self.cookies = {
            one.name: "=".join(session_cookie(app, one.session, csrf_token=_RAW_TOKEN)) for one in people
        }
        self.kept.keep(self._leave)
        self._written: bool | None = False

    def _leave(self) -> None:
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()

    def was_written(self) -> bool:
        """Whether anything was written since the database was put back, or noted; asked once after each request."""
        if self._written is None:
            self._written = self.kept.was_written()
        return self._written

    def note(self) -> None:
        """Take what was written as known."""
        if self.was_written():
            self.kept.note()
            self._written = False

    def put_back(self) -> None:
        """Undo everything that was written."""
        if self.was_written():
            self.kept.put_back(self._leave)
            self._written = False

    def dump(self) -> Rows:
        """All rows of all tables."""
        return self.kept.dump()

    def get(self, one: Principal, path: str) -> WalkAnswer:
        """Ask for a page, or for JSON."""
        return self._send(one, "GET", path, {})

    def act(self, one: Principal, cell: Cell, with_token: bool = True, key: str = "") -> WalkAnswer:
        """Send an act: a form (with the key of one that was rendered once), or JSON with a method."""
        file = file_of(cell)
        if cell.is_program and file:
            return self._send(one, cell.method, cell.path, {"data": file})
        if cell.is_program:
            return self._send(one, cell.method, cell.path, {"json": body_of(cell, self.world)})
        token = f"{self.csrf}~{key}" if key else self.csrf
        fields = fields_of(cell, self.world) | ({"csrf_token": token} if with_token else {})
        return self._send(one, cell.method, cell.path, {"data": fields | file})

    def ask(self, one: Principal, cell: Cell) -> WalkAnswer:
        """Send whatever the cell is."""
        return self.get(one, cell.path) if cell.method == "GET" else self.act(one, cell)

    def _send(self, one: Principal, method: str, path: str, what: dict[str, Any]) -> WalkAnswer:
        self._written = None
        return self.client.send(method, path, self.cookies[one.name], one.token, **what)

    def __iter__(self) -> Iterator[Principal]:
        return iter(self.people)

    def called(self, name: str) -> Principal:
        """A principal by name."""
        return next(one for one in self.people if one.name == name)
