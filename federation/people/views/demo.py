"""Open sign-ins and the mailbox of a demonstration; anywhere else they do not exist."""

import re
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import wraps
from pathlib import Path
from typing import Any, NamedTuple, ParamSpec, TypeVar

from flask import request

from federation.kernel.mail import mailbox
from federation.kernel.policy import PUBLIC
from federation.kernel.refusals import NotFound
from federation.kernel.web import permission
from federation.people.actions.signing_in import start_demo_session
from federation.people.queries import demo_people
from federation.people.views.frame import blueprint, browser, enter, is_demo, show

_NAME = re.compile(r"[0-9a-f]{8,64}\Z")
_MOST = 50
_P = ParamSpec("_P")
_R = TypeVar("_R")


def in_demo_only(view: Callable[_P, _R]) -> Callable[_P, _R]:
    """Answer 404 unless this is a demonstration."""

    @wraps(view)
    def shown(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        if not is_demo():
            raise NotFound()
        return view(*args, **kwargs)

    return shown


@blueprint.post("/demo/sign-in")
@permission(PUBLIC)
@in_demo_only
def demo_sign_in() -> Any:
    """Sign in as one of the people that the demonstration offers."""
    wanted = request.form.get("email", "")
    for person in demo_people():
        if person.email == wanted:
            return enter(start_demo_session(person.person_id, browser()[1]))
    raise NotFound()


class DemoLetter(NamedTuple):
    """One mail of the demonstration's mailbox."""

    name: str
    to: str
    subject: str
    text: str


@blueprint.get("/demo/mailbox")
@permission(PUBLIC)
@in_demo_only
def demo_mailbox() -> str:
    """The mail that would have been sent, newest first."""
    folder = mailbox()
    paths = (
        sorted(folder.glob("*.eml"), key=lambda path: path.stat().st_mtime, reverse=True)
        if folder.is_dir()
        else []
    )
    return show("mailbox.html", letters=[_read(path) for path in paths[:_MOST] if _NAME.match(path.stem)])


@blueprint.get("/demo/mailbox/<name>")
@permission(PUBLIC)
@in_demo_only
def demo_letter(name: str) -> str:
    """One mail as plain text."""
    path = mailbox() / f"{name}.eml"
    if not _NAME.match(name) or not path.is_file():
        raise NotFound()
    return show("letter.html", letter=_read(path))


def _read(path: Path) -> DemoLetter:
    mail = message_from_bytes(path.read_bytes(), policy=policy.default)
    body = mail.get_body(("plain",)) if isinstance(mail, EmailMessage) else None
    text = body.get_content() if body is not None else ""
    return DemoLetter(path.stem, str(mail["To"]), str(mail["Subject"]), text)
