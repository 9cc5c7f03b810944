"""How an installation is, for whoever watches it: ``/health`` says whether it lives, reads and writes; ``/metrics`` says in
numbers what waits, for Prometheus, where a token is set for it."""

import hmac
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final, NamedTuple

from flask import Flask, Response, abort, current_app, jsonify, request
from sqlalchemy import func, select, update
from sqlalchemy.exc import SQLAlchemyError

from federation.kernel.clock import database_now
from federation.kernel.db import db, unit_of_work
from federation.kernel.held import rows_changed
from federation.kernel.outbox import MOST_ATTEMPTS, OutboxRow
from federation.kernel.policy import PUBLIC
from federation.kernel.tenancy import every_federation
from federation.kernel.web import permission
from federation.kernel.working_turns import sign_of_life, turns_taken

_WRITTEN_EVERY: Final = 5.0
"""Seconds: however often somebody asks, no more is written than that."""


class WaitingKind(NamedTuple):
    """What waits of one kind of the outbox: how many, how many of those failed before, how many were given up, and for how long
    the oldest that was not given up has been due."""

    kind: str
    waiting: int
    failing: int
    given_up: int
    oldest: timedelta


def waiting() -> list[WaitingKind]:
    """What is due and not done, by kind, in all federations. One statement."""
    row, now = OutboxRow, database_now()
    goes_on = row.attempts < MOST_ATTEMPTS
    statement = (
        select(
            row.kind,
            func.count().filter(goes_on),
            func.count().filter(goes_on, row.error.is_not(None)),
            func.count().filter(~goes_on),
            func.min(row.due_at).filter(goes_on),
            now,
        )
        .where(row.done_at.is_(None), row.due_at <= now)
        .group_by(row.kind)
        .order_by(row.kind)
    )
    with every_federation("whoever runs the installation sees what waits in all federations"):
        return [
            WaitingKind(kind, go_on, failing, given_up, at - oldest if oldest else timedelta(0))
            for kind, go_on, failing, given_up, oldest, at in db.session.execute(statement).all()
        ]


def causes() -> list[tuple[str, str, int]]:
    """Why what waits has failed: kind, error as it was kept, how many; the most frequent first. One statement."""
    row = OutboxRow
    statement = (
        select(row.kind, row.error, func.count())
        .where(row.done_at.is_(None), row.error.is_not(None))
        .group_by(row.kind, row.error)
        .order_by(func.count().desc(), row.kind, row.error)
        .limit(10)
    )
    with every_federation("whoever runs the installation sees what waits in all federations"):
        return [(kind, error or "", many) for kind, error, many in db.session.execute(statement).all()]


def try_again() -> int:
    """Let everything that was given up be tried from the beginning. Returns how many."""
    given_up = (OutboxRow.done_at.is_(None), OutboxRow.attempts >= MOST_ATTEMPTS)
    anew = update(OutboxRow).where(*given_up).values(attempts=0, leased_until=None)
    with every_federation("whoever runs the installation sees what waits in all federations"), unit_of_work():
        return rows_changed(anew.execution_options(synchronize_session=False))


def init_health(app: Flask) -> None:
    """Add both addresses."""
    app.extensions["health"] = {"written": -_WRITTEN_EVERY}
    app.add_url_rule("/health", "health", permission(PUBLIC)(_health))
    app.add_url_rule("/metrics", "metrics", permission(PUBLIC)(_metrics))


def _health() -> tuple[Response, int]:
    reads = _works(_read)
    writes = reads and _works(_write)
    answer = jsonify(lives=True, reads=reads, writes=writes)
    answer.headers["Cache-Control"] = "no-store"
    return answer, 200 if writes else 503


def _works(what: Any) -> bool:
    try:
        what()
    except SQLAlchemyError:
        db.session.rollback()
        return False
    return True


def _read() -> None:
    db.session.execute(select(database_now())).scalar_one()


def _write() -> None:
    last = current_app.extensions["health"]
    if time.monotonic() - last["written"] >= _WRITTEN_EVERY:
        sign_of_life("health")
        last["written"] = time.monotonic()


def _metrics() -> Response:
    token = current_app.config["SETTINGS"]["metrics_token"]
    if not token:
        abort(404)
    given = request.headers.get("Authorization", "")
    if not hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
        abort(401)
    return Response("\n".join(_lines()) + "\n", mimetype="text/plain; version=0.0.4")


def _lines() -> Iterator[str]:
    found = waiting()
    for name, words in (
        ("waiting", "What is due and not done."),
        ("failing", "What is due and has failed before."),
        ("given_up", "What was tried as often as it may be."),
        ("oldest_seconds", "For how long the oldest has been due."),
    ):
        yield f"# HELP federation_outbox_{name} {words}"
        yield f"# TYPE federation_outbox_{name} gauge"
        for one in found:
            value = int(one.oldest.total_seconds()) if name == "oldest_seconds" else getattr(one, name)
            yield f'federation_outbox_{name}{{kind="{one.kind}"}} {value}'
    yield "# HELP federation_silent_seconds How long ago each kind of work was last looked at."
    yield "# TYPE federation_silent_seconds gauge"
    for name, ago in sorted(turns_taken().items()):
        yield f'federation_silent_seconds{{work="{name}"}} {int(ago.total_seconds())}'
