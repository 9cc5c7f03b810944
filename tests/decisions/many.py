"""Builders of many decisions at once, closed ones among them, without opening and casting each."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask import g
from sqlalchemy import event

from federation.decisions.findable import note_closed, note_text
from federation.decisions.models import Decision, ProposalVersion, RegisterTotal
from federation.kernel.clock import machine_now
from federation.kernel.db import db, unit_of_work
from federation.testing.world import LONG_AGO, World

FIRST = datetime(2026, 1, 12, 17, 0, tzinfo=UTC)


def closed(
    world: World,
    number: int,
    title: str = "",
    verdict: str = "carried",
    at: datetime | None = None,
    body: str = "The text.",
    aims: Sequence[int] = (),
    review_on: date | None = None,
    year: int = 2026,
    author: str = "rep4",
    terms: Mapping[str, Any] | None = None,
    **more: Any,
) -> int:
    """A closed decision, as closing leaves it; ``terms`` are the data that its feature acts on."""
    at = at or FIRST + timedelta(hours=number)
    with unit_of_work() as session, world.scope():
        decision = Decision(
            state="closed",
            title=title or f"Decision number {number}",
            author_id=world.people[author],
            created_at=LONG_AGO,
            changed_at=at,
            year=year,
            ordinal=number,
            rule={},
            roll={"practices": 12},
            opened_at=LONG_AGO,
            closes_at=at,
            closed_at=at,
            verdict=verdict,
            result={},
            how="For 8, against 2",
            review_on=review_on,
            **more,
        )
        draft = _version(session, world, decision, body, aims, author, terms)
        draft()
        total = session.get(RegisterTotal, (world.federation_id, year, verdict)) or RegisterTotal(
            year=year, verdict=verdict, decided=0
        )
        session.add(total)
        total.decided += 1
        note_closed(decision)
        return decision.id


def proposed(
    world: World, title: str, state: str = "discussion", author: str = "rep4", body: str = "The text."
) -> int:
    """A proposal that is not put to the vote yet."""
    with unit_of_work() as session, world.scope():
        decision = Decision(
            state=state,
            title=title,
            author_id=world.people[author],
            created_at=LONG_AGO,
            changed_at=machine_now(),
        )
        _version(session, world, decision, body, (), author)()
        note_text(decision)
        return decision.id


def _version(
    session: Any,
    world: World,
    decision: Decision,
    body: str,
    aims: Iterable[int],
    author: str,
    terms: Mapping[str, Any] | None = None,
) -> Any:
    def write() -> None:
        state, decision.state = decision.state, "draft"
        session.add(decision)
        session.flush()
        session.add(
            ProposalVersion(
                decision_id=decision.id,
                number=1,
                title=decision.title,
                body=body,
                reasons="",
                considered=[],
                options=[],
                aims=[[number, f"Aim {number}"] for number in aims],
                impact={},
                terms={"data": dict(terms), "heading": "", "lines": []} if terms else None,
                saved_by=world.people[author],
                saved_at=LONG_AGO,
            )
        )
        session.flush()
        decision.state = state
        session.flush()

    return write


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that a request runs meanwhile, those of its arrival among them."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith(("BEGIN", "SELECT set_config", "PRAGMA")):
            statements.append(statement)

    g.pop("_login_user", None)
    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
