"""The second step at sign-in: of whom it is demanded, and whether the session of a request has passed it."""

from datetime import timedelta
from typing import Final, Literal

from flask import current_app
from flask_login import current_user

from federation.kernel.policy import Actor

FRESH: Final = timedelta(minutes=15)
"""How long ago a code may have been given when something is done that binds members or opens an account."""
DEMANDED_OF: Final = frozenset({"administrator", "executive"})
"""Roles whose holders reach no page of the federation without it."""

Asked = Literal["nothing", "code", "app"]
"""What somebody is asked for: nothing, a code of their app, or to set an app up first."""


def is_demanded() -> bool:
    """Whether this installation demands it at all. A demonstration does not: its people are made up."""
    settings = current_app.config["SETTINGS"]
    return settings["second_factor"] != "offered" and not settings.get("demo")


def is_owed(actor: Actor) -> bool:
    """Whether the person has still to pass it before they may see anything of this federation."""
    return current_user.arrival.since_confirmed is None and bool(actor.roles & DEMANDED_OF) and is_demanded()


def asked_of_opener() -> Asked:
    """What is asked of somebody who puts a proposal to the vote."""
    if current_user.arrival.since_confirmed is None:
        return "app" if is_demanded() else "nothing"
    return asked_of_owner()


def asked_of_owner() -> Asked:
    """What is asked of somebody who changes how their account is opened: a code, where they have an app."""
    passed = current_user.arrival.since_confirmed
    if passed is None or passed <= FRESH or current_app.config["SETTINGS"].get("demo"):
        return "nothing"
    return "code"
