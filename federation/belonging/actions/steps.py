"""Writing a step down, with its entry in the record."""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select

from federation.belonging.models import MembershipStep
from federation.kernel import record
from federation.kernel.db import db


class WrittenStep(NamedTuple):
    """A step, and the number of its entry in the record."""

    step: MembershipStep
    seq: int


def write_step(
    act: str,
    practice_id: int,
    kind: str,
    *,
    day: date | None = None,
    words: str = "",
    decision_id: int | None = None,
    person_id: int | None = None,
) -> WrittenStep:
    """Write a step and its entry in the record, in the open unit of work."""
    step = MembershipStep(
        practice_id=practice_id,
        kind=kind,
        day=day,
        words=words,
        decision_id=decision_id,
        person_id=person_id,
        at=db.session.execute(select(record.now_here())).scalar_one(),
    )
    db.session.add(step)
    db.session.flush()
    seq = record.append(person_id, act, f"practice:{practice_id}", step=step.id, **said_of(step))
    return WrittenStep(step, seq)


def said_of(step: MembershipStep) -> dict[str, Any]:
    """What the record says of a step."""
    return {
        "kind": step.kind,
        "day": step.day.isoformat() if step.day else None,
        "decision": step.decision_id,
        "text": record.digest(step.words),
    }
