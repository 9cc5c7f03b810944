"""A session ends after a while without a request: sooner for people whose role owes a second step.

The browser's signed session says when its last request was, so that no request writes: it is renewed once a minute.
An old copy of a cookie grows old too, whatever its owner does meanwhile. A session that its owner keeps on a device
has no such end, but the day that the server knows. The server notes every ten minutes that a session is used, so that
it can tell which are over whose browser never comes back.
"""

from datetime import timedelta
from typing import Final

from flask import Flask, current_app, flash, session
from flask_login import user_logged_in

from federation.kernel import clock
from federation.kernel.policy import Actor
from federation.kernel.second_factor import DEMANDED_OF

SEEN: Final = "seen"
"""The key of the time of the last request, in seconds since 1970."""
IN_OFFICE: Final = "office"
"""The key of whether the person was met in a role that owes a second step."""
_RENEWED_AFTER: Final = 60
NOTED_EVERY: Final = timedelta(minutes=10)
"""By how much the server's note of the last request may be behind."""


def init_idle(app: Flask) -> None:
    """Begin the time of each session as it begins."""
    user_logged_in.connect(_begin, app)


def _begin(_app: Flask, **_more: object) -> None:
    session[SEEN] = _now()


def has_ended(actor: Actor | None, is_kept: bool, in_office: bool) -> bool:
    """Whether the session of this request has been idle for too long; else this request is its last one. ``is_kept``
    on the device, which nobody's is who owes a second step. ``in_office``: they owe one in some federation."""
    if actor is not None and actor.roles & DEMANDED_OF:
        is_kept, in_office = False, True
    if in_office and IN_OFFICE not in session:
        session[IN_OFFICE] = True
    if session.permanent and not is_kept:
        session.permanent = False
    seen, now = session.get(SEEN), _now()
    limit = longest_idle(bool(session.get(IN_OFFICE)))
    if not isinstance(seen, int) or (not is_kept and now - seen > limit.total_seconds()):
        session.clear()
        flash(f"You were signed out, because nothing was done here for {_in_words(limit)}.", "info")
        return True
    if now - seen > _RENEWED_AFTER:
        session[SEEN] = now
    return False


def longest_idle(in_office: bool) -> timedelta:
    """For how long nothing may be done in a session."""
    settings = current_app.config["SETTINGS"]
    is_short = in_office and not settings.get("demo")
    return timedelta(minutes=settings["idle_minutes_in_office" if is_short else "idle_minutes"])


def _in_words(limit: timedelta) -> str:
    minutes = limit // timedelta(minutes=1)
    return f"{minutes // 60} hours" if minutes % 60 == 0 and minutes > 60 else f"{minutes} minutes"


def _now() -> int:
    return int(clock.machine_now().timestamp())
