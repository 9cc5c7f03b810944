"""Staying signed in on a device for days: who may, for how long, and how it is cut short."""

from datetime import timedelta
from typing import Final

from flask import current_app
from sqlalchemy import update

from federation.kernel.days import time_now
from federation.kernel.db import db
from federation.kernel.second_factor import DEMANDED_OF
from federation.people.models import HalfSignIn, SignIn
from federation.people.queries import places_of

NOT_KEPT: Final = "You are signed in, but not kept signed in on this device: administrators and executives sign in each time."


def days_kept() -> int:
    """For how many days a sign-in is kept on a device whose owner asks for it; 0 where none is."""
    return max(0, int(current_app.config["SETTINGS"]["keep_signed_in_days"]))


def lasts(is_kept: bool) -> timedelta:
    """How long a sign-in lasts at most."""
    settings = current_app.config["SETTINGS"]
    return timedelta(days=days_kept()) if is_kept else timedelta(hours=settings["session_hours"])


def may_be_kept(person_id: int) -> bool:
    """Whether this person's sign-ins may be kept: nobody's who owes a second step in any federation."""
    return days_kept() > 0 and not owes_second_step(person_id)


def owes_second_step(person_id: int) -> bool:
    """Whether somebody has a role that owes a second step, in any federation."""
    return any(place.held & DEMANDED_OF for place in places_of(person_id))


def keep_no_longer(person_id: int) -> None:
    """In the open unit of work: a role that owes a second step begins, so what was kept becomes an ordinary sign-in,
    and every sign-in may be idle for less long."""
    ends = time_now() + lasts(is_kept=False)
    kept = update(SignIn).where(SignIn.person_id == person_id, SignIn.is_kept.is_(True))
    halves = update(HalfSignIn).where(HalfSignIn.person_id == person_id)
    for change in (
        kept.where(SignIn.expires_at > ends).values(expires_at=ends),
        update(SignIn).where(SignIn.person_id == person_id).values(is_kept=False, in_office=True),
        halves.values(is_kept=False),
    ):
        db.session.execute(change.execution_options(synchronize_session=False))
