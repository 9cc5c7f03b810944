"""Safe to send again: an act that a program sends under a key happens once, however often it is sent.

What was answered is kept in the transaction of the act itself. The same key with the same request gets the same
answer; with another request it is refused. A refused act leaves nothing behind.

Only whoever sent it can tell what is kept from noise: the key itself is not kept, its name, the fingerprint of what was
sent and the answer are made with it (HMAC-SHA256, AES-256-GCM), there is no person and no time but the day, and rows lie
in the order of their names. So what somebody sent, to an anonymous survey for instance, cannot be found by trying all
that they might have sent.
"""

import hashlib
import hmac
import json
import re
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from flask import Response, current_app, request
from sqlalchemy import Date, ForeignKey, Function, String, Text, delete, func, select, update
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.wrappers import Response as BaseResponse

from federation.kernel.clock import database_now
from federation.kernel.db import MappedBase, RowId, db, unit_of_work
from federation.kernel.refusals import Invalid
from federation.kernel.sealing import cipher_with, decrypted, encrypted
from federation.kernel.tenancy import FEDERATION, Federated, insert_many

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

HEADER: Final = "Idempotency-Key"
LONGEST: Final = 200
PATTERN: Final = "^[!-~]+$"
KEPT: Final = timedelta(days=7)


class KeptAnswer(Federated, MappedBase):
    """The answer under a key; forgotten after a week."""

    __tablename__ = "kernel_idempotency"
    __table_args__ = {"sqlite_with_rowid": False, "info": {"stays": True}}
    federation_id: Mapped[int] = mapped_column(RowId, ForeignKey(FEDERATION), primary_key=True)
    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    request: Mapped[str] = mapped_column(String(64))
    day: Mapped[date]
    answer: Mapped[str | None] = mapped_column(Text)


class AnsweredAct(NamedTuple):
    """The result of an act."""

    status: int
    location: str | None
    body: str | None

    @classmethod
    def of(cls, answer: BaseResponse, with_body: bool = True) -> "AnsweredAct":
        """The part of an answer that is kept."""
        body = answer.get_data(as_text=True) if with_body else None
        return cls(answer.status_code, answer.headers.get("Location"), body)


class FormLock:
    """The lock that a key opens: made of it, of who sends it, and of the secret key of the installation."""

    def __init__(self, person_id: int, kind: str, key: str) -> None:
        whole = f"once, 1\n{person_id}\n{kind}\n{key}".encode()
        self._key = hmac.digest(current_app.config["SETTINGS"]["secret_key"].encode(), whole, "sha256")
        self.name = self._made("name").hexdigest()

    def _made(self, purpose: str) -> "hmac.HMAC":
        return hmac.new(self._key, f"{purpose}\n".encode(), hashlib.sha256)

    def print_of(self, parts: Iterable[bytes]) -> str:
        """A fingerprint of what was sent, which nobody without the key can work out."""
        made = self._made("request")
        for part in parts:
            made.update(part)
        return made.hexdigest()

    def seal(self, answer: AnsweredAct) -> str:
        """An answer as it is kept."""
        sealed = encrypted(self._cipher(), json.dumps(answer).encode(), None)
        return b64encode(sealed).decode()

    def unseal(self, sealed: str) -> AnsweredAct:
        """An answer that was kept."""
        return AnsweredAct(*json.loads(decrypted(self._cipher(), b64decode(sealed), None)))

    def _cipher(self) -> "AESGCM":
        return cipher_with(self._made("answer").digest())


def today() -> Function[date]:
    """The day by the database's clock, for use in statements."""
    return func.date(database_now(), type_=Date)


def once(person_id: int, key: str, act: Callable[[], Response]) -> Response:
    """The answer to an act, done now or, under the same key, before."""
    if len(key) > LONGEST or not re.fullmatch(PATTERN, key, re.ASCII):
        raise Invalid(f"A key has 1 to {LONGEST} visible ASCII characters", HEADER)
    lock = FormLock(person_id, "program", key)
    asked = lock.print_of((f"{request.method} {request.full_path}\n".encode(), request.get_data()))
    mine = KeptAnswer.name == lock.name
    with unit_of_work() as session:
        day = session.execute(select(database_now())).scalar_one().date()
        session.execute(
            delete(KeptAnswer)
            .where(mine, KeptAnswer.day < day - KEPT)
            .execution_options(synchronize_session=False)
        )
        insert_many(KeptAnswer, [{"name": lock.name, "request": asked, "day": day}], once=True)
        kept = session.execute(select(KeptAnswer.request, KeptAnswer.answer).where(mine)).one()
        if kept.request != asked:
            raise Invalid("This key was used for another request", HEADER)
        if kept.answer is not None:
            return _again(lock.unseal(kept.answer))
        answer = act()
        db.session.execute(
            update(KeptAnswer)
            .where(mine)
            .values(answer=lock.seal(AnsweredAct.of(answer)))
            .execution_options(synchronize_session=False)
        )
        return answer


def _again(kept: AnsweredAct) -> Response:
    answer = Response(kept.body, status=kept.status, content_type="application/json" if kept.body else None)
    if kept.location:
        answer.headers["Location"] = kept.location
    return answer
