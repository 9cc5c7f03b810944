"""Safe to send again: an act that a program sends under a key happens once, however often it is sent.

The key is kept in the transaction of the act itself, with the answer. The same key with the same request gets
the same answer; with another request it is refused. A refused act leaves no key behind.
"""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from flask import Response, request
from sqlalchemy import ForeignKey, String, Text, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column

from federation.kernel.clock import Moment, database_now
from federation.kernel.db import Base, RowId, db, unit_of_work
from federation.kernel.refusals import Invalid
from federation.kernel.tenancy import Federated, insert_many

HEADER: Final = "Idempotency-Key"
LONGEST: Final = 200
KEPT: Final = timedelta(days=7)


class KeptAnswer(Federated, Base):
    """What a program was answered under a key of its own; forgotten after a week."""

    __tablename__ = "kernel_idempotency"
    federation_id: Mapped[int] = mapped_column(RowId, ForeignKey("network_federation.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(RowId, primary_key=True, autoincrement=False)
    key: Mapped[str] = mapped_column(String(LONGEST), primary_key=True)
    request: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Moment)
    status: Mapped[int | None]
    location: Mapped[str | None] = mapped_column(Text)
    body: Mapped[str | None] = mapped_column(Text)


def once(person_id: int, key: str, act: Callable[[], Response]) -> Response:
    """The answer to an act, done now or, under the same key, before."""
    if not (0 < len(key) <= LONGEST and key.isascii() and key.isprintable()):
        raise Invalid(f"A key has 1 to {LONGEST} visible ASCII characters", HEADER)
    asked = _fingerprint()
    with unit_of_work() as session:
        now = session.execute(select(database_now())).scalar_one()
        session.execute(
            delete(KeptAnswer)
            .where(KeptAnswer.person_id == person_id, KeptAnswer.at < now - KEPT)
            .execution_options(synchronize_session=False)
        )
        insert_many(
            KeptAnswer, [{"person_id": person_id, "key": key, "request": asked, "at": now}], once=True
        )
        mine = (KeptAnswer.person_id == person_id, KeptAnswer.key == key)
        kept = session.execute(
            select(KeptAnswer.request, KeptAnswer.status, KeptAnswer.location, KeptAnswer.body).where(*mine)
        ).one()
        if kept.request != asked:
            raise Invalid("This key was used for another request", HEADER)
        if kept.status is not None:
            return _again(kept.status, kept.location, kept.body)
        answer = act()
        db.session.execute(
            update(KeptAnswer)
            .where(*mine)
            .values(
                status=answer.status_code,
                location=answer.headers.get("Location"),
                body=answer.get_data(as_text=True),
            )
            .execution_options(synchronize_session=False)
        )
        return answer


def _fingerprint() -> str:
    asked = f"{request.method} {request.full_path}\n".encode() + request.get_data()
    return hashlib.sha256(asked).hexdigest()


def _again(status: int, location: str | None, body: str | None) -> Response:
    answer = Response(body, status=status, content_type="application/json" if body else None)
    if location:
        answer.headers["Location"] = location
    return answer
