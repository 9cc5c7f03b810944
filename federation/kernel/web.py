"""The path of every request: who asks, in which federation, with which right; and the headers of every answer."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any, NamedTuple, TypeVar

from flask import Flask, Response, abort, g, redirect, render_template, request, session
from flask_login import LoginManager, current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.routing import IntegerConverter, Map
from werkzeug.wrappers import Response as BaseResponse

from federation.kernel import kept_forms, second_factor, tenancy
from federation.kernel.db import db
from federation.kernel.form_keys import KeyedGuard, answered_once, is_taken_up
from federation.kernel.forms.form import form_status
from federation.kernel.idle import has_ended, init_idle
from federation.kernel.pages import page_url
from federation.kernel.policy import PUBLIC, SIGNED_IN, Actor, policy
from federation.kernel.refusals import NotFound, Refusal, retry_after
from federation.kernel.scopes import SCOPES

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
_View = TypeVar("_View", bound=Callable[..., Any])


class RowNumber(IntegerConverter):
    """A row's number in an address: beyond what a database can hold there is no such page."""

    def __init__(self, map: Map, max: int = 2**53 - 1, **options: Any) -> None:
        super().__init__(map, max=max, **options)


class BootRefused(RuntimeError):
    """The product will not start like this; says what to mend."""


class Here(NamedTuple):
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
    federation: Here | None
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
    app.url_map.converters["int"] = RowNumber
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
    app.after_request(_headers)
    app.after_request(form_status)
    app.teardown_request(_forget)
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(HTTPException, _failed)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(Exception, _broken)
    app.log_exception = _log_broken  # type: ignore[assignment]


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
    if policy.is_by_link(needed):
        _admit_by_link(needed)
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


def _admit_by_link(needed: str) -> None:
    """Let somebody in whose letter has the link to this address: as an actor who holds nothing else, whoever is
    signed in in this browser. What opens links says no as a refusal."""
    from flask import current_app

    opened = current_app.extensions["by_link"](g.slug, (request.view_args or {})["token"])
    enter_as(opened.here, opened.actor)
    g.by_link = opened
    if not policy.allows(opened.actor, needed):
        abort(403)


def is_switched_off(here: Here) -> bool:
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


def enter_as(here: Here, actor: Actor) -> None:
    """Set the federation and the person of this request."""
    g.here, g.actor = here, actor
    tenancy.enter(here.id)


def actor() -> Actor:
    """The person of this request, in its federation."""
    found: Actor = g.actor
    return found


def here() -> Here:
    """The federation of this request."""
    found: Here = g.here
    return found


def permission_of(app: Flask, endpoint: str, method: str = "GET") -> str | None:
    """The permission that an endpoint declares for a method."""
    view = app.view_functions[endpoint]
    by_method = getattr(getattr(view, "view_class", None), method.lower(), None)
    return getattr(by_method, "permission", None) or getattr(view, "permission", None)


def endpoints(app: Flask) -> Iterable[tuple[str, str, str, str | None]]:
    """Every endpoint as (rule, methods, endpoint, permission); for ``federation routes`` and the boot check."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        methods = sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        grouped: dict[str | None, list[str]] = {}
        for method in methods:
            grouped.setdefault(permission_of(app, rule.endpoint, method), []).append(method)
        for needed, those in grouped.items():
            yield rule.rule, ",".join(those), rule.endpoint, needed


def check_permissions(app: Flask) -> None:
    """Refuse to start while any endpoint declares no permission, or one that no feature brings."""
    wrong = [
        f"{rule} ({endpoint}): {'declares no permission' if needed is None else f'unknown permission {needed}'}"
        for rule, _methods, endpoint, needed in endpoints(app)
        if needed is None or needed not in policy
    ]
    if lost := [one.name for one in policy if one.scope not in SCOPES]:
        raise BootRefused(f"these permissions name a scope that there is not: {', '.join(lost)}")
    if wrong:
        raise BootRefused("every endpoint needs one permission:\n  " + "\n  ".join(wrong))


def _headers(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "no-referrer" if "token" in (request.view_args or {}) else "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["X-Frame-Options"] = "DENY"
    headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
    if request.is_secure:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    headers.setdefault("Cache-Control", "no-store")
    return response


def _forget(_error: BaseException | None) -> None:
    tenancy.leave()


def wants_json() -> bool:
    """Whether the caller is a program."""
    return request.path.startswith("/api/")


def problem(status: int, title: str, detail: str | None = None, **more: Any) -> Response:
    """An error for a program (RFC 9457)."""
    import json

    body = {
        "type": "about:blank",
        "title": title,
        "status": status,
        **({"detail": detail} if detail else {}),
        **more,
    }
    return Response(json.dumps(body), status=status, content_type="application/problem+json")


def _page_for(status: int, words: str | None = None) -> BaseResponse:
    db.session.rollback()
    name = (
        status if status in (400, 403, 404, 409, 410, 413, 429, 500, 503) else (500 if status >= 500 else 400)
    )
    return Response(render_template(f"errors/{name}.html", words=words), status=status)


def _refused(error: Refusal) -> BaseResponse:
    if wants_json():
        found = {field: words for words, field in reversed(error.each) if field}
        fields = {"errors": found} if found else {}
        answer: BaseResponse = problem(error.status, type(error).__name__, error.words, **fields)
    else:
        words = None if isinstance(error, NotFound) else error.words
        answer = _page_for(error.status, words)
    answer.headers.extend(retry_after(error))
    return answer


def _failed(error: HTTPException) -> BaseResponse:
    if isinstance(error.response, BaseResponse):
        return error.response
    status = error.code or 500
    answer: BaseResponse
    if wants_json():
        answer = problem(status, error.name, None if status == 404 else error.description)
        answer.headers.extend(
            {
                name: value
                for name, value in error.get_headers()
                if name in ("Allow", "Retry-After", "WWW-Authenticate")
            }
        )
        return answer
    if status < 400:
        return BaseResponse.force_type(error.get_response())
    answer = _page_for(status)
    answer.headers.extend(
        {name: value for name, value in error.get_headers() if name in ("Allow", "Retry-After")}
    )
    return answer


def _stale_form(_error: CSRFError) -> BaseResponse:
    """A form whose guard is of a session that is over: it comes back filled, after a sign-in where there is none."""
    if is_kept_for(request.endpoint) and (kept := kept_forms.keep()):
        visitor = current_user
        if not visitor.is_authenticated:
            return redirect(page_url("sign_in"))
        if visitor.arrival.person_id == kept.person_id:
            return redirect(kept.address, 303)
    return _page_for(
        400,
        "This page was open for too long, or you signed out in another tab. Go back, load the page again and send it once more.",
    )


def is_kept_for(endpoint: str | None) -> bool:
    """Whether what is typed for this endpoint may be kept: it is a page, and not one of signing in."""
    from flask import current_app

    if endpoint is None or request.blueprint in current_app.extensions.get("token_blueprints", ()):
        return False
    return permission_of(current_app, endpoint, "POST") not in (PUBLIC, None)


def _log_broken(error: Any) -> None:
    """Log the rule of an address, never the address: it may be a secret link."""
    from flask import current_app

    current_app.logger.error("request failed: %s %s", request.method, request.url_rule, exc_info=error)


def _broken(error: Exception) -> BaseResponse:
    g.broken = error
    _log_broken((type(error), error, error.__traceback__))
    if wants_json():
        return problem(500, "Internal Server Error")
    return _page_for(500)
