"""A form that is sent twice, by a second click or because the first answer was lost, has one effect.

Where a form is rendered, it gets a key, which travels in the field of the guard against forged requests, so that
every form has one. The key is kept in the transaction of the act, with the page that the act led to. Sent again, the
form cannot have its effect again, because the key is there already, and the answer is that page.
"""

import hmac
import re
import secrets
from collections.abc import Callable, Iterator
from typing import Any, Final, NamedTuple, TypeVar
from urllib.parse import urlencode, urlsplit

from flask import Flask, current_app, g, redirect, request
from flask_wtf.csrf import CSRFProtect, _FlaskFormCSRF, generate_csrf
from sqlalchemy import bindparam, select
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from federation.kernel.db import LastUnit, db, last_unit_waits
from federation.kernel.endpoints import permission_of
from federation.kernel.idempotency import AnsweredAct, FormLock, KeptAnswer, today
from federation.kernel.policy import GUEST, policy
from federation.kernel.refusals import Refusal

_View = TypeVar("_View", bound=Callable[..., Any])
FIELD: Final = "csrf_token"
TAKEN_UP: Final = "federation.taken_up"
"""What is said of a request that shows a form which was sent earlier, and does nothing."""
_MARK: Final = "~"
_KEY: Final = re.compile(r"[A-Za-z0-9_-]{12}")
_KEPT: Final = select(KeptAnswer.request, KeptAnswer.answer).where(KeptAnswer.name == bindparam("name"))


def by_address_alone(view: _View) -> _View:
    """Declare that the form of a view needs no guard against forged requests: a secret in its address, which whoever would forge
    it lacks, does all that signing in does elsewhere, and who is signed in is not asked."""
    view.by_address_alone = True  # type: ignore[attr-defined]
    return view


def is_taken_up() -> bool:
    """Whether this request only shows again what was typed into a form."""
    return TAKEN_UP in request.environ


def guard_with_key() -> str:
    """The token against forged requests, with a new key and with whose form it is."""
    key = secrets.token_urlsafe(9)
    visitor = g.get("_login_user")
    person = visitor.arrival.person_id if visitor is not None and visitor.is_authenticated else None
    whose = f"{_MARK}{person}{_MARK}{seal_of(key, person)}" if person is not None else ""
    return f"{generate_csrf()}{_MARK}{key}{whose}"


def whose_form() -> int | None:
    """For whom the form of this request was rendered, whoever sends it: None where it does not say so credibly."""
    _, _, said = request.form.get(FIELD, "").partition(_MARK)
    key, person, seal = ([*said.split(_MARK), "", ""])[:3]
    if not (person.isascii() and person.isdigit() and len(person) < 19):
        return None
    return int(person) if hmac.compare_digest(seal_of(key, int(person)), seal) else None


def seal_of(key: str, person: int) -> str:
    """The seal of a form and whose it is, which only this server can make."""
    secret = current_app.config["SECRET_KEY"].encode()
    return hmac.new(secret, f"whose form: {key} {person}".encode(), "sha256").hexdigest()[:32]


class KeyedGuard(CSRFProtect):
    """The guard against forged requests, whose field holds the form's key too."""

    def init_app(self, app: Flask) -> None:
        """Guard all forms of an app."""
        super().init_app(app)
        app.jinja_env.globals["csrf_token"] = guard_with_key
        app.context_processor(lambda: {"csrf_token": guard_with_key})

    def protect(self, *how: Any, **named: Any) -> None:
        """Let pass what was kept and is only shown again, as nothing can be acted on then, and what the secret in its
        address opens, which whoever would forge the form lacks."""
        if is_taken_up():
            return
        if _is_opened_by_secret():
            g.csrf_valid = True
            return
        try:
            _ = urlsplit(request.referrer or "").port
        except ValueError:  # an address of the page before that is none, with a port of letters
            self._error_response("The page before this one has no address.")
        super().protect(*how, **named)

    def _get_csrf_token(self) -> str | None:
        found = super()._get_csrf_token()
        return found.partition(_MARK)[0] if found else None


def _is_opened_by_secret() -> bool:
    """But for guests: whoever invited them knows the address, too, so that it tells nothing of who sends a form."""
    needed = permission_of(current_app, request.endpoint, request.method) if request.endpoint else None
    view = current_app.view_functions.get(request.endpoint or "")
    return policy.secret_of(needed) not in (None, GUEST) or getattr(view, "by_address_alone", False)


class KeyedField(_FlaskFormCSRF):
    """The field as a form renders it; the guard has read it before any form does."""

    def generate_csrf_token(self, csrf_token_field: Any) -> str:
        """A new key for each form."""
        return guard_with_key()


class _SentForm(NamedTuple):
    """A form that was sent, and the lock that its key opens."""

    lock: FormLock
    request: str

    def before(self) -> Response | None:
        """The page that the form led to when it was sent before. Refused where something else was sent then."""
        db.session.rollback()
        kept = db.session.execute(_KEPT, {"name": self.lock.name}).first()
        if kept is None or kept.answer is None:
            return None
        if kept.request != self.request:
            raise Refusal("This form was sent before with something else in it, and that is what counts.")
        before = self.lock.unseal(kept.answer)
        return redirect(before.location or "/", before.status)

    def keep(self, answer: Response) -> None:
        """Keep the key, with what the act led to."""
        db.session.add(
            KeptAnswer(
                name=self.lock.name,
                request=self.request,
                day=today(),
                answer=self.lock.seal(AnsweredAct.of(answer, with_body=False)),
            )
        )


def answered_once(view: Callable[[], Any]) -> Any:
    """The answer of a view to a form, or the one it gave when the same form was sent before."""
    sent = _sent()
    if sent is None:
        return view()
    with last_unit_waits() as last:
        try:
            answer = view()
        except (Refusal, HTTPException):
            before = sent.before()
            if before is None:
                raise
            return before
        return _settled(sent, last, answer)


def _settled(sent: _SentForm, last: LastUnit, answer: Any) -> Any:
    if not (last.waits and isinstance(answer, Response) and 300 <= answer.status_code < 400):
        return sent.before() or answer
    try:
        last.commit(lambda: sent.keep(answer))
    except IntegrityError:
        before = sent.before()
        if before is None:
            raise
        return before
    return answer


def _sent() -> _SentForm | None:
    """The form of this request, where it is of a person in a federation and has a key."""
    if request.method != "POST" or "actor" not in g:
        return None
    key = [*request.form.get(FIELD, "").split(_MARK), ""][1]
    if not _KEY.fullmatch(key):
        return None
    lock = FormLock(g.actor.person_id, "form", key)
    return _SentForm(lock, lock.print_of(_whole()))


def _whole() -> Iterator[bytes]:
    """The whole of a form as bytes, with its address."""
    fields = sorted(item for item in request.form.items(multi=True) if item[0] != FIELD)
    yield f"{request.full_path}\n{urlencode(fields)}\n".encode()
    for name, file in sorted(request.files.items(multi=True), key=lambda item: item[0]):
        yield f"{name} {file.filename}\n".encode()
        while part := file.stream.read(1 << 20):
            yield part
        file.stream.seek(0)
