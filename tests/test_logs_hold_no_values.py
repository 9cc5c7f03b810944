"""Whatever fails, no log holds what was in it: no statement's parameters, link, vote, name or word of a form."""

import io
import logging
import re
import smtplib
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psycopg
import pytest
from flask import Flask
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError

from federation.kernel import mail
from federation.kernel.db import db
from federation.kernel.logs import keep_values_out, kind_of, without_words
from federation.people.actions import links as making_links
from federation.people.actions import sessions
from federation.people.secrets import new_token
from federation.plugin.migrate import owner_engine
from federation.testing.world import World, make_world
from federation.worker import run_once
from tests.api.programs import program
from tests.decisions.votes import opened, propose
from tests.people.accounts import Typing, browser, forget, give_password, sign_in

both = pytest.mark.both_databases
CANARIES = {
    name: f"canary{name}quillwort"
    for name in ("reason", "comment", "person", "address", "title", "purpose", "password", "program")
}
_WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE)", re.IGNORECASE)


class Refusing:
    """A database that refuses its n-th write, and says what was in it, as drivers do."""

    def __init__(self) -> None:
        self.left = 0
        self.refused = 0

    def __call__(self, _cursor: Any, statement: str, parameters: Any, _context: Any) -> None:
        if self.left and _WRITES.match(statement):
            self.left -= 1
            if not self.left:
                self.refused += 1
                kind = psycopg.errors.CheckViolation if "%(" in statement else self.sqlite
                raise kind(f"Failing row contains ({parameters!r})")

    @property
    def sqlite(self) -> type[Exception]:
        found: type[Exception] = getattr(
            db.engine.dialect.dbapi, "OperationalError", sqlite3.OperationalError
        )
        return found


@contextmanager
def _refusing() -> Iterator[Refusing]:
    refusing, engine = Refusing(), db.engine
    hooks = ("do_execute", "do_executemany")
    for hook in hooks:
        event.listen(engine, hook, refusing)
    try:
        yield refusing
    finally:
        for hook in hooks:
            event.remove(engine, hook, refusing)


@pytest.fixture
def said() -> Iterator[io.StringIO]:
    """All that any logger says, as the plainest handler writes it."""
    out, root = io.StringIO(), logging.getLogger()
    handler = logging.StreamHandler(out)
    handler.setFormatter(logging.Formatter("%(name)s %(message)s"))
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield out
    root.setLevel(before)
    root.removeHandler(handler)


def _acts(app: Flask, world: World) -> dict[str, Callable[[], Any]]:
    """Acts whose words, votes, names, addresses and links must not be told; each may be tried many times."""
    give_password(world.people["rep1"])
    talked, vote = propose(world, "rep1"), opened(world, author="rep1")
    rep, admin = (Typing(world.client(app, name), app) for name in ("rep1", "admin"))
    robot = program(app, world, "rep2")
    page, practice = f"/f/{world.slug}/decisions/{talked}", world.practices["Z99001"]
    ballot = f"/f/{world.slug}/decisions/{vote}/vote/{practice}"
    other = f"/decisions/{vote}/ballots/Z99002"
    c = CANARIES
    return {
        "ballot": lambda: rep.post(ballot, data={"stance": "against", "reason": c["reason"]}),
        "ballot by program": lambda: robot("PUT", other, {"stance": "against", "reason": c["program"]}),
        "comment": lambda: rep.post(
            f"{page}/comments", data={"words": c["comment"], "csrf_token": "x~a-key-of-12-"}
        ),
        "comment by program": lambda: robot(
            "POST",
            f"/decisions/{talked}/comments",
            {"words": c["comment"], "answer_to": None, "practice": None},
            headers={"Idempotency-Key": "once"},
        ),
        "invitation": lambda: admin.post(
            f"/f/{world.slug}/people/invite",
            data={"email": f"{c['address']}@example.org", "name": c["person"], "role": "observer"},
        ),
        "password link": lambda: browser(app).post("/password", data={"email": "rep1@saltmarsh.example"}),
        "sign-in": lambda: sign_in(browser(app), "rep1@saltmarsh.example"),
        "wrong password": lambda: sign_in(browser(app), f"{c['address']}@example.org", c["password"]),
        "proposal": lambda: rep.post(
            f"/f/{world.slug}/decisions/new",
            data={"title": c["title"], "body": "We agree.", "kind": "shared"},
        ),
        "purpose": lambda: admin.post(
            f"/f/{world.slug}/our-federation/purpose", data={"purpose": c["purpose"]}
        ),
        "name": lambda: rep.post("/account/name", data={"name": f"{c['person']} Again"}),
    }


@both
def test_no_failing_write_tells_what_it_was(
    app: Flask, said: io.StringIO, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    world, links = make_world(practices=3), []

    def noted() -> str:
        links.append(new_token())
        return links[-1]

    for module in (making_links, sessions):
        monkeypatch.setattr(module, "new_token", noted)
    app.config["WTF_CSRF_ENABLED"] = False
    acts, tried = _acts(app, world), {}
    with _refusing() as refusing:
        for name, act in acts.items():
            for number in range(1, 40):
                refusing.left, refused = number, refusing.refused
                forget()
                act()
                db.session.remove()
                refusing.left = 0
                if refusing.refused == refused:
                    tried[name] = number - 1
                    break
        mail_refused = _letters_fail(app, world, refusing)
    assert set(tried) == set(acts)
    assert [name for name, failed in tried.items() if not failed] == []
    assert mail_refused > 2
    whole = said.getvalue() + "".join(capfd.readouterr())
    assert whole.count("request failed: ") >= sum(tried.values()) / 2 and "Traceback" in whole
    assert "could not be done" in whole and "was not accepted" in whole
    secrets = [*CANARIES.values(), "against", "rep1@saltmarsh", *links]
    assert len(links) > 5
    assert [secret for secret in secrets if secret in whole] == []


def _letters_fail(app: Flask, world: World, refusing: Refusing) -> int:
    """Send what waits while the database refuses its first write, its second and so on; the mail server takes nothing at first,
    so that letters go on waiting."""
    before = refusing.refused
    with pytest.MonkeyPatch.context() as patch:
        for number in range(1, 30):
            refusing.left = number
            patch.setattr(mail, "send", _not_accepted if number < 20 else lambda *_: None)
            with suppress(DBAPIError):
                run_once(app)
            _all_due_again(app)
    refusing.left = 0
    return refusing.refused - before


def _not_accepted(_settings: Any, letter: Any) -> None:
    raise smtplib.SMTPRecipientsRefused({letter["To"]: (550, bytes(letter))})


def _all_due_again(app: Flask) -> None:
    db.session.remove()
    engine = owner_engine(app.config["SQLALCHEMY_DATABASE_URI"])
    with engine.begin() as connection:
        connection.execute(text("UPDATE kernel_outbox SET leased_until = NULL, attempts = 0"))
    engine.dispose()


@pytest.mark.both_databases
def test_what_the_database_says_itself_is_left_out(app: Flask, said: io.StringIO) -> None:
    """A row that a constraint refuses: PostgreSQL tells all of it."""
    world = make_world(practices=3)
    app.config["WTF_CSRF_ENABLED"] = False
    if db.engine.dialect.name == "postgresql":
        engine = owner_engine(app.config["SQLALCHEMY_DATABASE_URI"])
        with engine.begin() as connection:
            connection.execute(
                text("ALTER TABLE network_comment ADD CONSTRAINT never CHECK (false) NOT VALID")
            )
        engine.dispose()
        talked = propose(world, "rep1")
        answer = world.client(app, "rep1").post(
            f"/f/{world.slug}/decisions/{talked}/comments", data={"words": CANARIES["comment"]}
        )
        assert answer.status_code == 500
        assert "CheckViolation, 23514, network_comment, never" in said.getvalue()
    engine = owner_engine(app.config["SQLALCHEMY_DATABASE_URI"])
    try:
        with engine.begin() as connection:
            connection.execute(text("INSERT INTO nowhere VALUES (:word)"), {"word": CANARIES["comment"]})
    except Exception as error:
        logging.getLogger("somebody.else").exception("failed: %s", error)
        assert CANARIES["comment"] not in str(error)
    engine.dispose()
    assert "failed: " in said.getvalue()
    assert CANARIES["comment"] not in said.getvalue()


def _chained() -> Exception:
    try:
        try:
            raise ValueError(CANARIES["reason"])
        except ValueError as error:
            raise RuntimeError(CANARIES["title"]) from error
    except RuntimeError as error:
        return error


def test_errors_are_told_by_kind_and_place(said: io.StringIO) -> None:
    keep_values_out()
    error = _chained()
    for log in ("federation.worker", "gunicorn.error", "a.library"):
        logging.getLogger(log).error("it failed: %s", error, exc_info=error)
        logging.getLogger(log).error(error)
    logging.getLogger("gunicorn.error").error("Error handling request %s %s", "GET", CANARIES["address"])
    logging.getLogger("gunicorn.error").warning("Invalid request from ip=127.0.0.1: %s", CANARIES["address"])
    for words in ("Client disconnected while serving", "Exception while serving", "Exception when servicing"):
        logging.getLogger("waitress").error(f"{words} {CANARIES['address']}")
    logging.getLogger("waitress").error(
        f"uncaptured python exception, closing channel ({CANARIES['reason']})"
    )
    group = ExceptionGroup(CANARIES["comment"], [error])
    error.add_note(CANARIES["person"])
    told = said.getvalue() + without_words(error) + without_words(group) + kind_of(group)
    assert [canary for canary in CANARIES.values() if canary in told] == []
    assert told.count("ValueError\n\nand from that:\n\nTraceback") == 5
    assert "it failed: RuntimeError" in told and "in _chained" in told


def test_what_nobody_catches_is_told_alike(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in the processes of `federation serve` and `federation worker`, threads among them."""
    import sys

    from federation.kernel import log_lines

    for owner, name in ((sys, "excepthook"), (threading, "excepthook"), (sys, "unraisablehook")):
        monkeypatch.setattr(owner, name, getattr(owner, name))
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", [])
    log_lines.write_to_stderr()

    def fail() -> None:
        raise _chained()

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    error = _chained()
    sys.excepthook(type(error), error, error.__traceback__)
    told = capfd.readouterr().err
    assert told.count("and from that:") == 2
    assert [canary for canary in CANARIES.values() if canary in told] == []
