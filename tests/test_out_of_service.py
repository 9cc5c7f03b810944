"""With the database away every page says so in words, from nothing but itself, and what was typed is not lost."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import create_engine, event, text
from sqlalchemy.exc import OperationalError

from federation import serving
from federation.kernel import idle_connections
from federation.kernel.db import db
from federation.testing.apps import RunApps
from federation.testing.databases import PostgresTemplate, settings_for
from federation.testing.world import make_world


class Gone(Exception):
    """What a driver says of a server that is away."""


@contextmanager
def database_away() -> Iterator[None]:
    """No statement reaches the database."""

    def refuse(*_: Any) -> None:
        raise OperationalError("", {}, Gone("the server is away"))

    engine = db.engine
    db.session.remove()
    event.listen(engine, "before_cursor_execute", refuse)
    yield
    event.remove(engine, "before_cursor_execute", refuse)


def test_people_read_when_to_come_back_and_keep_what_they_typed(app: Flask) -> None:
    world = make_world("saltmarsh", 3)
    client = world.client(app, "rep1")
    page = client.get("/f/saltmarsh/decisions/new")
    assert page.status_code == 200, page.text
    typed = {"title": "A shared <nurse>", "body": "One line.\r\nAnother.", "form_key": "k" * 30}
    with database_away():
        for address in ("/", "/f/saltmarsh/", "/f/saltmarsh/decisions/", "/nothing/here"):
            answer = client.get(address)
            assert (answer.status_code, answer.headers.get("Retry-After")) == (503, "10"), address
            assert "Not available for a short time" in answer.text
            assert "rep1" not in answer.text
        program = app.test_client().get(
            "/api/v1/federations/saltmarsh/decisions", headers={"Authorization": "Bearer x"}
        )
        assert (program.status_code, program.content_type) == (503, "application/problem+json")
        sent = client.post("/f/saltmarsh/decisions/new", data=typed)
        assert sent.status_code == 503
        kept = {
            name: unescape(value).removeprefix("\n")
            for name, value in re.findall(
                r'<textarea name="([^"]+)" hidden>(.*?)</textarea>', sent.text, re.S
            )
        }
        assert {
            name: value.replace("\n", "\r\n").replace("\r\r", "\r") for name, value in kept.items()
        } == typed
        signing_in = app.test_client().post(
            "/sign-in", data={"email": "a@b.example", "password": "a canary phrase"}
        )
        assert (signing_in.status_code, "canary" in signing_in.text) == (503, False)
    again = client.post("/f/saltmarsh/decisions/new", data=kept)
    assert again.status_code == 303, again.text


def test_a_connection_that_ended_while_it_lay_idle_costs_nobody_a_page(
    postgres_template: PostgresTemplate, apps: RunApps, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, remove = postgres_template.fresh()
    monkeypatch.setattr(idle_connections, "_TRUSTED_SECONDS", 0)
    with apps.lend(settings_for(url)) as app, app.app_context():
        client = make_world("saltmarsh", 3).client(app, "rep1")
        assert client.get("/f/saltmarsh/").status_code == 200
        db.session.remove()
        server = create_engine(postgres_template.server)
        with server.connect() as other:
            ended = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = :name"
            assert other.execute(text(ended), {"name": db.engine.url.database}).scalar_one() >= 1
        server.dispose()
        assert client.get("/f/saltmarsh/").status_code == 200
        db.session.remove()
        db.engine.dispose()
    remove()


def test_a_port_that_is_taken_is_said_before_anything_else(settings: dict[str, Any]) -> None:
    import socket

    import click

    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(click.ClickException, match=f"Port {port} is used by another program"):
            serving.serve("127.0.0.1", port, 1, False)
