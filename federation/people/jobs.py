"""The recurring jobs: forgetting what is kept about signing in and of forms sent, and ending idle sessions."""

import time
from datetime import timedelta
from typing import Final

from sqlalchemy import delete

from federation.kernel.days import time_now
from federation.kernel.db import unit_of_work
from federation.kernel.held import rows_changed
from federation.kernel.idempotency import KEPT, KeptAnswer
from federation.kernel.kept_forms import KeptForm
from federation.kernel.tenancy import every_federation
from federation.people.actions.sessions import end_idle
from federation.people.models import BegunFactor, HalfSignIn, MailedLink, SecurityEvent, SignIn, SignInAttempt

_KEPT = (
    (SignInAttempt, SignInAttempt.at, timedelta(days=2)),
    (SignIn, SignIn.expires_at, timedelta(days=30)),
    (MailedLink, MailedLink.expires_at, timedelta(days=30)),
    (HalfSignIn, HalfSignIn.expires_at, timedelta(0)),
    (SecurityEvent, SecurityEvent.at, timedelta(days=400)),
    (BegunFactor, BegunFactor.begun_at, timedelta(hours=1)),
    (KeptAnswer, KeptAnswer.day, KEPT),
    (KeptForm, KeptForm.expires_at, timedelta(0)),
)
_EVERY: Final = 3600.0
_next = {"at": 0.0}


def forget_old() -> int:
    """The job: forget what is old, at most once an hour in each process."""
    if time.monotonic() < _next["at"]:
        return 0
    _next["at"] = time.monotonic() + _EVERY
    return forget()


def forget() -> int:
    """Delete failed tries of 2 days ago, sessions and links that ended 30 days ago, and what was begun and not
    completed: sign-ins, and apps of an hour ago; the keys of forms and programs of a week ago. Sessions that are idle
    end. Returns how many."""
    with (
        every_federation("keys of what was sent are forgotten in all federations"),
        unit_of_work(),
    ):
        gone, at = end_idle(), time_now()
        for model, column, age in _KEPT:
            gone += rows_changed(
                delete(model).where(column < at - age).execution_options(synchronize_session=False)
            )
    return gone
