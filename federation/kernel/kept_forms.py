"""Keep a form over a new sign-in: it comes back filled, and nothing is acted on without a press.

A form may reach us when its session is over, when its person signed out in another tab, or when they still owe the
second step. It is then kept for an hour, sealed under a key that needs a secret of that browser's own cookie, and for
the person alone for whom the page was made. After sign-in the browser asks for the page again with a mark in its
address. That request goes to the same view as if the form had been sent, but whatever would write stops it.
"""

import hashlib
import json
import secrets
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode, urlsplit

from flask import Flask, Request, Response, current_app, flash, g, render_template, request, session
from sqlalchemy import LargeBinary, String, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from federation.kernel.clock import Moment, database_now
from federation.kernel.db import MappedBase, NothingDone, db, only_looking, unit_of_work
from federation.kernel.form_keys import FIELD, TAKEN_UP, is_taken_up, whose_form
from federation.kernel.forms import secret_names
from federation.kernel.refusals import Refusal
from federation.kernel.sealing import NotUnderThisKey, cipher, decrypted, encrypted

MARK: Final = "typed=kept"
LASTS: Final = timedelta(hours=1)
LARGEST: Final = 512 * 1024
MOST: Final = 1000
"""How many are kept at a time, so that nobody fills the database with them."""
_FOR: Final = b"federation: what was typed, 1"
_BACK: Final = (
    "What you typed is here again. Nothing has been saved yet: check it, then press the button once more."
)
_PRESSED: Final = "You are signed in again. What you pressed has not been done: press it once more."
_FILES: Final = "Choose the file again ({names}): files are not kept."


class KeptForm(MappedBase):
    """The content of one form, sealed. The row says neither who nor where."""

    __tablename__ = "kernel_kept_form"
    secret_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    expires_at: Mapped[datetime] = mapped_column(Moment)


class TypedForm(NamedTuple):
    """A form that was typed: its content, its address, and for whom its page was made."""

    person_id: int
    path: str
    fields: list[tuple[str, str]]
    files: list[str]
    page: str
    """The page on which the form stood, where the browser said so."""

    @property
    def address(self) -> str:
        """Where it is taken up."""
        return f"{self.path}{'&' if '?' in self.path else '?'}{MARK}"


class _BrowserCookie(NamedTuple):
    secret: str
    place: str


def init_kept_forms(app: Flask) -> None:
    """Turn requests that take something up into what they stand for, and keep the browser's cookie."""
    inner = app.wsgi_app

    def outer(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        if MARK in environ.get("QUERY_STRING", ""):
            _take_up(app, environ)
        return inner(environ, start)

    app.wsgi_app = outer  # type: ignore[method-assign, assignment]
    app.after_request(_settle)


def keep() -> TypedForm | None:
    """Keep the form of this request, where it is a whole one that was rendered for somebody here. None: it is not."""
    person = whose_form()
    if request.method != "POST" or is_taken_up() or person is None:
        return None
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return None
    never = secret_names() | {FIELD}
    kept = TypedForm(
        person,
        request.full_path.rstrip("?"),
        [item for item in request.form.items(multi=True) if item[0] not in never],
        [file.filename for file in request.files.values() if file.filename],
        _page(),
    )
    packed = json.dumps(kept).encode()
    if len(packed) > LARGEST:
        return None
    secret = secrets.token_urlsafe(32)
    sealed = encrypted(_cipher(secret), packed, None)
    db.session.rollback()
    with unit_of_work() as writing:
        now = writing.execute(select(database_now())).scalar_one()
        writing.execute(delete(KeptForm).where(KeptForm.expires_at <= now))
        if writing.execute(select(func.count()).select_from(KeptForm)).scalar_one() >= MOST:
            return None
        writing.add(KeptForm(secret_hash=_hash(secret), content=sealed, expires_at=now + LASTS))
    g.kept_cookie = f"{secret}.{_place(kept.path)}"
    return kept


def waits() -> bool:
    """Whether this browser has something to take up."""
    return _cookie(request) is not None and "kept_cookie" not in g


def address_for(person_id: int) -> str | None:
    """Where a person who has just signed in takes up what they typed. What another typed in this browser goes."""
    found = _read(request)
    if found is not None and found.person_id == person_id:
        return found.address
    forget()
    return None


def forget() -> None:
    """Throw away what this browser has to take up."""
    if (cookie := _cookie(request)) is None:
        return
    with unit_of_work() as writing:
        writing.execute(delete(KeptForm).where(KeptForm.secret_hash == _hash(cookie.secret)))
    g.kept_cookie = ""


def shown_again(view: Callable[[], Any], person_id: int | None) -> Any:
    """What a view answers to what was typed, without anything being acted on: the form, filled. Where the view has no
    form of its own for it, a page on which it can be read, changed and sent."""
    kept: TypedForm = request.environ[TAKEN_UP]
    if kept.person_id != person_id:
        g.kept_cookie = ""
        return current_app.redirect("/", 303)
    flash(_BACK, "info")
    if kept.files:
        flash(_FILES.format(names=", ".join(kept.files)), "info")
    fields, words = [_ShownField(*field) for field in kept.fields], ""
    try:
        with only_looking():
            answer = current_app.make_response(view())
        if not 300 <= answer.status_code < 400:
            return answer
    except NothingDone:
        db.session.rollback()
    except Refusal as refusal:
        if refusal.status in (403, 404):
            raise
        db.session.rollback()
        words = refusal.words
    if not words and not any(field.is_text for field in fields):
        session.pop("_flashes", None)
        flash(_PRESSED, "info")
        return current_app.redirect(kept.page or "/", 303)
    return render_template("kept_form.html", path=kept.path, fields=fields, words=words)


def _page() -> str:
    """The path of the page that the form stood on; nothing of another site, and not a path that leads to one."""
    found = urlsplit(request.referrer or "")
    if found.netloc != request.host or not found.path.startswith("/") or found.path.startswith(("//", "/\\")):
        return ""
    return found.path + (f"?{found.query}" if found.query else "")


class _ShownField(NamedTuple):
    """A field on the page for what has no form of its own."""

    name: str
    value: str

    @property
    def label(self) -> str:
        """The name in the form, as a word."""
        return self.name.replace("_", " ").replace("-", " ").capitalize()

    @property
    def is_text(self) -> bool:
        """Whether somebody typed it, as far as can be seen: a choice has no blanks in it."""
        return " " in self.value.strip() or "\n" in self.value


def _take_up(app: Flask, environ: dict[str, Any]) -> None:
    """Make the request what it stands for: the form that was sent earlier, to the same address."""
    query = environ["QUERY_STRING"].replace(f"&{MARK}", "").replace(MARK, "")
    asked = Request(environ)
    environ["QUERY_STRING"] = query
    environ.pop("RAW_URI", None)
    environ.pop("REQUEST_URI", None)
    if asked.method != "GET" or _cookie(asked, app) is None:
        return
    with app.app_context():
        kept = _read(asked)
    parts = urlsplit(kept.path) if kept else None
    if kept is None or parts is None or (parts.path, parts.query) != (asked.path, query):
        return
    body = urlencode(kept.fields).encode()
    environ |= {
        "REQUEST_METHOD": "POST",
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": BytesIO(body),
        TAKEN_UP: kept,
    }


def _settle(response: Response) -> Response:
    """Once the act is done that was kept, forget it; give the browser its cookie, or take it away."""
    cookie = _cookie(request)
    if (
        cookie is not None
        and "kept_cookie" not in g
        and request.method == "POST"
        and not is_taken_up()
        and 300 <= response.status_code < 400
        and cookie.place == _place(request.full_path.rstrip("?"))
    ):
        forget()
    if (value := g.pop("kept_cookie", None)) is not None:
        config = current_app.config
        response.set_cookie(
            _name(current_app),
            value,
            max_age=LASTS if value else 0,
            secure=config["SESSION_COOKIE_SECURE"],
            httponly=True,
            samesite="Lax",
        )
    return response


def _read(asked: Request) -> TypedForm | None:
    """What the browser has to take up, where it is still kept."""
    cookie = _cookie(asked)
    if cookie is None:
        return None
    sealed = db.session.execute(
        select(KeptForm.content).where(
            KeptForm.secret_hash == _hash(cookie.secret), KeptForm.expires_at > database_now()
        )
    ).scalar_one_or_none()
    if sealed is None:
        return None
    try:
        packed = decrypted(_cipher(cookie.secret), sealed, None)
    except NotUnderThisKey:
        return None
    person, path, fields, files, page = json.loads(packed)
    return TypedForm(person, path, [(name, value) for name, value in fields], files, page)


def _cookie(asked: Request, app: Flask | None = None) -> _BrowserCookie | None:
    secret, dot, place = asked.cookies.get(_name(app or current_app), "").partition(".")
    return _BrowserCookie(secret, place) if secret and dot else None


def _name(app: Flask) -> str:
    return f"{app.config['SESSION_COOKIE_NAME']}-typed"


def _place(path: str) -> str:
    return hashlib.sha256(path.encode()).hexdigest()[:16]


def _hash(secret: str) -> str:
    return hashlib.sha256(f"kept form: {secret}".encode()).hexdigest()


def _cipher(secret: str) -> Any:
    return cipher(current_app.config["SECRET_KEY"], _FOR, secret.encode())
