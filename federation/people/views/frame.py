"""The parts that these pages share: the blueprint, the frame around a page, and where to go next."""

from typing import Any
from urllib.parse import urlsplit

from flask import (
    Blueprint,
    current_app,
    flash,
    get_flashed_messages,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_login import current_user, login_user
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response

from federation.kernel import clock, mail
from federation.kernel.kept_forms import address_for
from federation.kernel.pages import page_url
from federation.kernel.second_factor import PROVED
from federation.kernel.shell import NoticeKind, PageShell
from federation.kernel.web import RequestArrival, SignedInVisitor
from federation.people.actions import sessions
from federation.people.actions.keeping import NOT_KEPT
from federation.people.actions.sessions import StartedSession
from federation.people.queries import places_of

blueprint = Blueprint("people", __name__)

HALF = "half"
"""The key under which a browser keeps the token of half a sign-in."""
_LONGEST = 1000


def is_demo() -> bool:
    """Whether this installation is a demonstration."""
    return bool(current_app.config["SETTINGS"].get("demo"))


def mail_leaves() -> bool:
    """Whether letters of this installation reach anybody: in a demonstration its mailbox is there for all to read."""
    return is_demo() or mail.leaves(current_app.config["SETTINGS"])


def me() -> RequestArrival:
    """The person who is signed in, outside a federation."""
    found: RequestArrival = current_user.arrival
    return found


def my_token() -> str:
    """The token of the session of this request."""
    found: str = current_user.token
    return found


def show(template: str, **values: Any) -> str:
    """A page outside a federation, with the account row for whoever is signed in."""
    return render_template(f"people/{template}", page=frame(), **values)


def frame() -> PageShell:
    """The frame of a page outside a federation."""
    footer = (
        ("Accessibility statement", url_for("people.accessibility")),
        ("Privacy", url_for("people.privacy")),
    )
    notices = tuple((_kind(kind), text) for kind, text in _messages())
    if not current_user.is_authenticated:
        return PageShell(footer=footer, notices=notices, demo=is_demo())
    places = places_of(me().person_id)
    name = places[0].name if len(places) == 1 else "Federation"
    return PageShell(
        federation_name=name,
        person_name=me().name,
        switch_url=url_for("people.switch"),
        sign_out_url=url_for("people.sign_out"),
        footer=footer,
        notices=notices,
        demo=is_demo(),
    )


def _messages() -> list[tuple[str, str]]:
    found: Any = get_flashed_messages(with_categories=True)
    return list(found)


def _kind(kind: str) -> NoticeKind:
    return "success" if kind == "success" else "info"


def enter(started: StartedSession) -> Response:
    """Hand the browser its new session, in a cookie that holds nothing of the one before, and lead on: for half a
    sign-in to the second step."""
    wanted = session.get("next")
    if current_user.is_authenticated:
        sessions.sign_out(my_token())
    session.clear()
    if started.is_half:
        session.update({HALF: started.token, "next": wanted})
        return redirect(url_for("people.sign_in_code"), 303)
    login_user(SignedInVisitor(started.token, RequestArrival(started.person_id, "", "", None, None)))
    session.pop("_id", None)
    session[PROVED] = int(clock.machine_now().timestamp())
    if started.is_kept:
        session.permanent = True
    elif started.is_kept is None:
        flash(NOT_KEPT, "info")
    return redirect(onward(started.person_id, wanted), 303)


def onward(person_id: int, wanted: object = None) -> str:
    """Where somebody goes who has just shown who they are: back to what they had typed, or to where they land."""
    return address_for(person_id) or landing(person_id, wanted)


def landing(person_id: int, wanted: object = None) -> str:
    """Where somebody goes after signing in: the page they came for, their only federation, or a choice."""
    slugs = [place.slug for place in places_of(person_id)]
    if isinstance(wanted, str) and _is_ours(wanted, slugs):
        return wanted
    if len(slugs) == 1:
        return page_url("start", federation=slugs[0])
    return url_for("people.switch")


def _is_ours(path: str, slugs: list[str]) -> bool:
    """Whether a path is a page of this product, and not one of a federation that is not the person's."""
    if not path.startswith("/") or path.startswith("//") or len(path) > _LONGEST:
        return False
    if "\\" in path or any(ord(sign) < 33 or ord(sign) == 127 for sign in path):
        return False
    parts = urlsplit(path)
    if parts.scheme or parts.netloc:
        return False
    try:
        _, values = current_app.url_map.bind("localhost").match(parts.path, method="GET")
    except (HTTPException, RequestRedirect):
        return False
    return values.get("federation") is None or values["federation"] in slugs


def browser() -> tuple[str | None, str]:
    """The network address and the browser's description of this request."""
    return request.remote_addr, request.user_agent.string
