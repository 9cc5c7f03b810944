"""The path of every request: who asks, in which federation, with which right; and the headers of every answer."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple, TypeVar

from flask import Flask, abort, g, redirect, request, session
from flask_login import LoginManager, current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.routing import BaseConverter, IntegerConverter, Map
from werkzeug.wrappers import Response as BaseResponse

from federation.kernel import kept_forms, reading, second_factor, tenancy
from federation.kernel.answers import (
    add_headers,
    answer_broken,
    answer_http_error,
    answer_refusal,
    error_page,
    log_broken,
    wants_json,
)
from federation.kernel.endpoints import permission_of
from federation.kernel.form_keys import KeyedGuard, answered_once, is_taken_up
from federation.kernel.forms.form import form_status
from federation.kernel.idle import has_ended, init_idle
from federation.kernel.pages import page_url
from federation.kernel.policy import PUBLIC, SIGNED_IN, Actor, policy
from federation.kernel.refusals import Refusal

_View = TypeVar("_View", bound=Callable[..., Any])


class RowNumber(IntegerConverter):
    """A row's number in an address: beyond what a database can hold there is no such page."""

    def __init__(self, map: Map, max: int = 2**53 - 1, **options: Any) -> None:
        super().__init__(map, max=max, **options)


class PlainConverter(BaseConverter):
    """A short name or code in an address: letters, digits, hyphens and underscores, which can all be kept."""

    regex = "[A-Za-z0-9_-]{1,60}"


class FederationHere(NamedTuple):
    """The federation of this request."""

    id: int
    slug: str
    name: str
    settings: dict[str, Any]

    @property
    def plugins(self) -> frozenset[str]:
        """The plugins that are switched on here."""
        return frozenset(self.settings.get("plugins", ()))


class RequestArrival(NamedTuple):
    """What one look at the database says of a request: the person, the federation in the URL, the person's place in it."""

    person_id: int
    name: str
    email: str
    federation: FederationHere | None
    actor: Actor | None
    mail_choices: dict[str, Any] | None = None
    since_confirmed: timedelta | None = None
    """How long ago the session passed the second step; None: it has not."""
    scopes: frozenset[str] = frozenset()
    """What the token of a program may be used for."""
    is_kept: bool = False
    """Whether the session is kept on the device of its owner for days."""
    in_office: bool = False
    """Whether the owner of the session has had a role that owes a second step."""
    is_unnoted: bool = False
    """Whether it is a while since it was noted that the session is used."""


def permission(name: str) -> Callable[[_View], _View]:
    """Declare the one permission that an endpoint needs: a feature's, ``PUBLIC`` or ``SIGNED_IN``."""

    def mark(view: _View) -> _View:
        view.permission = name  # type: ignore[attr-defined]
        return view

    return mark


def repeatable(view: _View) -> _View:
    """Declare that the form of a view may be sent again: it changes nothing more, and no key of it is kept."""
    view.repeatable = True  # type: ignore[attr-defined]
    return view


class SignedInVisitor:
    """The signed-in person as Flask-Login knows them; ``token`` names the session on the server."""

    is_authenticated = is_active = True
    is_anonymous = False

    def __init__(self, token: str, arrival: RequestArrival) -> None:
        self.token = token
        self.arrival = arrival

    def get_id(self) -> str:
        return self.token


csrf = KeyedGuard()
login_manager = LoginManager()
login_manager.session_protection = None

Arrive = Callable[[str, str | None], RequestArrival | None]


def init_web(app: Flask, arrive: Arrive, note_seen: Callable[[str], None]) -> None:
    """Wire the path of a request. ``arrive(session token, federation slug)`` reads who asks and where;
    ``note_seen(session token)`` notes that a session is used."""
    app.url_map.converters |= {"int": RowNumber, "plain": PlainConverter}
    csrf.init_app(app)
    login_manager.init_app(app)
    init_idle(app)
    app.extensions["arrive"] = arrive
    app.extensions["note_seen"] = note_seen
    app.url_value_preprocessor(_take_federation)
    app.url_defaults(_give_federation)
    app.before_request(_admit)
    _answer_forms_once(app)
    kept_forms.init_kept_forms(app)
    app.after_request(add_headers)
    app.after_request(form_status)
    app.teardown_request(_forget)
    app.register_error_handler(Refusal, answer_refusal)
    app.register_error_handler(HTTPException, answer_http_error)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(Exception, lambda error: answer_broken(error, is_kept_for(request.endpoint)))
    app.log_exception = log_broken  # type: ignore[assignment]


@login_manager.user_loader
def _load_visitor(token: str) -> SignedInVisitor | None:
    from flask import current_app

    arrival = current_app.extensions["arrive"](token, g.get("slug"))
    if arrival is None or has_ended(arrival.actor, arrival.is_kept, arrival.in_office):
        return None
    if arrival.is_unnoted and not is_taken_up():
        current_app.extensions["note_seen"](token)
    return SignedInVisitor(token, arrival)


def _take_federation(endpoint: str | None, values: dict[str, Any] | None) -> None:
    slug = values.pop("federation", None) if values else None
    g.slug = slug if slug and "\0" not in slug else None


def _give_federation(endpoint: str, values: dict[str, Any]) -> None:
    from flask import current_app

    if (
        g.get("slug")
        and "federation" not in values
        and current_app.url_map.is_endpoint_expecting(endpoint, "federation")
    ):
        values["federation"] = g.slug


def _admit() -> BaseResponse | None:
    """Let the request in, or answer it: 404 alike for what does not exist and what is another federation's."""
    tenancy.leave()
    if "\0" in request.path:
        abort(404)
    if not wants_json() and any("\0" in f"{name}{value}" for name, value in request.args.items(multi=True)):
        abort(400)
    if request.url_rule is None or request.endpoint is None:
        return None
    from flask import current_app

    needed = permission_of(current_app, request.endpoint, request.method)
    if needed == PUBLIC or needed is None:
        return None
    if request.blueprint in current_app.extensions.get("token_blueprints", ()):
        return None
    if policy.secret_of(needed):
        admit_by_secret(needed)
        return None
    visitor = current_user
    if not visitor.is_authenticated:
        remember_page()
        return redirect(page_url("sign_in"))
    if needed == SIGNED_IN:
        return None
    arrival: RequestArrival = visitor.arrival
    if arrival.federation is None or arrival.actor is None or is_switched_off(arrival.federation):
        abort(404)
    if second_factor.is_owed(arrival.actor):
        remember_page()
        return redirect(page_url("confirm"), 303)
    enter_as(arrival.federation, arrival.actor)
    if not policy.allows(arrival.actor, needed):
        abort(403)
    return None


def admit_by_secret(needed: str) -> None:
    """Let somebody in who has the secret of this address, of a letter's link or of a calendar: as an actor who holds
    nothing else, whoever is signed in in this browser. What opens secrets says no as a refusal."""
    from flask import current_app

    secret = (request.view_args or {}).get("token") or request.args.get("key", "")
    opened = current_app.extensions["by_secret"][policy.secret_of(needed)](g.slug, secret)
    if is_switched_off(opened.here):
        abort(404)
    enter_as(opened.here, opened.actor)
    g.by_secret = opened
    if not policy.allows(opened.actor, needed):
        abort(403)


def is_switched_off(here: FederationHere) -> bool:
    """Whether the page asked for is a plugin's that is not switched on in this federation."""
    from flask import current_app

    plugin = current_app.extensions["switchable"].get(request.blueprint)
    return plugin is not None and plugin not in here.plugins


def remember_page() -> None:
    """Come back to this page once the visitor has shown who they are, with what was typed where it was a form."""
    kept_forms.keep()
    if request.method in ("GET", "HEAD"):
        session["next"] = request.full_path.rstrip("?")


def _answer_forms_once(app: Flask) -> None:
    answer = app.dispatch_request

    def dispatch() -> Any:
        if is_taken_up():
            return kept_forms.shown_again(answer, current_user.arrival.person_id)
        if request.method != "POST" or request.blueprint in app.extensions.get("token_blueprints", ()):
            return answer()
        if getattr(app.view_functions.get(request.endpoint or ""), "repeatable", False):
            return answer()
        return answered_once(answer)

    app.dispatch_request = dispatch  # type: ignore[method-assign]


def enter_as(here: FederationHere, actor: Actor) -> None:
    """Set the federation and the person of this request."""
    g.here, g.actor = here, actor
    tenancy.enter(here.id, actor.person_id if here.settings.get(reading.NARROWED) else None)


def actor() -> Actor:
    """The person of this request, in its federation."""
    found: Actor = g.actor
    return found


def here() -> FederationHere:
    """The federation of this request."""
    found: FederationHere = g.here
    return found


def _forget(_error: BaseException | None) -> None:
    tenancy.leave()


def _stale_form(_error: CSRFError) -> BaseResponse:
    """A form whose guard is of a session that is over: it comes back filled, after a sign-in where there is none."""
    if is_kept_for(request.endpoint) and (kept := kept_forms.keep()):
        visitor = current_user
        if not visitor.is_authenticated:
            return redirect(page_url("sign_in"))
        if visitor.arrival.person_id == kept.person_id:
            return redirect(kept.address, 303)
    return error_page(
        400,
        "This page was open for too long, or you signed out in another tab. Go back, load the page again and send it once more.",
    )


def is_kept_for(endpoint: str | None) -> bool:
    """Whether what is typed for this endpoint may be kept: it is a page, and not one of signing in."""
    from flask import current_app

    if endpoint is None or request.blueprint in current_app.extensions.get("token_blueprints", ()):
        return False
    return permission_of(current_app, endpoint, "POST") not in (PUBLIC, None)
