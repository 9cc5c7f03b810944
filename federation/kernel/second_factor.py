"""The second step at sign-in: of whom it is demanded, and whether the session of a request has passed it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, Literal, TypeVar

from flask import Flask, current_app, request, session
from flask_login import current_user

from federation.kernel import clock
from federation.kernel.policy import Actor

FRESH: Final = timedelta(minutes=15)
"""How long ago a code may have been given when something is done that binds members or opens an account."""
DEMANDED_OF: Final = frozenset({"administrator", "executive"})
"""Roles whose holders reach no page of the federation without it."""

Asked = Literal["nothing", "code", "app", "password"]
"""What somebody is asked for: nothing, a code of their app, to set an app up first, or their password."""
PROVED: Final = "proved"
"""The key under which a browser's signed session keeps when its owner gave their password, in seconds since 1970."""
_View = TypeVar("_View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class FreshGuard:
    """How a view is guarded: ``of`` whom a fresh code is asked (None: everybody), whether its own form asks, and the
    name of the one ``button`` that asks (empty: the page itself does)."""

    of: frozenset[str] | None = None
    in_form: bool = False
    button: str = ""


def fresh(
    of: frozenset[str] | None = None, in_form: bool = False, button: str = ""
) -> Callable[[_View], _View]:
    """Declare that a view asks for a code of the last 15 minutes, or the password of whoever owes no second step.

    It is asked for before the view is reached, on a page that keeps what was typed; ``in_form``: the view's own form
    asks. ``of`` narrows it to holders of these roles. With ``button`` a page is opened, and its form looked over,
    without: only a form sent with the button of this name asks.
    """

    def mark(view: _View) -> _View:
        view.fresh = FreshGuard(of, in_form, button)  # type: ignore[attr-defined]
        return view

    return mark


def unasked(reason: str) -> Callable[[_View], _View]:
    """Declare why a view asks for no fresh code although programs need the scope ``administer`` for what it does."""

    def mark(view: _View) -> _View:
        view.unasked = reason  # type: ignore[attr-defined]
        return view

    return mark


def fresh_views(app: Flask) -> dict[str, FreshGuard]:
    """Every endpoint that asks for a fresh code."""
    return _marked(app, "fresh")


def reasons_not_to_ask(app: Flask) -> dict[str, str]:
    """Every endpoint that says why it asks for none."""
    return _marked(app, "unasked")


def _marked(app: Flask, mark: str) -> dict[str, Any]:
    found = {name: getattr(view, mark, None) for name, view in app.view_functions.items()}
    return {name: value for name, value in found.items() if value is not None}


def asked_before(guard: FreshGuard, roles: frozenset[str]) -> Asked:
    """The proof that the person of this request is asked for before a view that is guarded so."""
    if guard.in_form or (guard.of is not None and not guard.of & roles):
        return "nothing"
    if guard.button and guard.button not in request.form:
        return "nothing"
    if current_user.arrival.since_confirmed is not None:
        return asked_of_owner()
    proved = session.get(PROVED)
    within = (
        isinstance(proved, int) and 0 <= clock.machine_now().timestamp() - proved <= FRESH.total_seconds()
    )
    return "nothing" if within or current_app.config["SETTINGS"].get("demo") else "password"


def is_demanded() -> bool:
    """Whether this installation demands it at all. A demonstration does not: its people are made up."""
    settings = current_app.config["SETTINGS"]
    return settings["second_factor"] != "offered" and not settings.get("demo")


def is_owed(actor: Actor) -> bool:
    """Whether the person has still to pass it before they may see anything of this federation."""
    return current_user.arrival.since_confirmed is None and bool(actor.roles & DEMANDED_OF) and is_demanded()


def asked_of_opener() -> Asked:
    """The proof that somebody who puts a proposal to the vote is asked for."""
    if current_user.arrival.since_confirmed is None:
        return "app" if is_demanded() else "nothing"
    return asked_of_owner()


def asked_of_owner() -> Asked:
    """The proof that somebody who changes how their account is opened is asked for: a code, where they have an app."""
    passed = current_user.arrival.since_confirmed
    if passed is None or passed <= FRESH or current_app.config["SETTINGS"].get("demo"):
        return "nothing"
    return "code"
