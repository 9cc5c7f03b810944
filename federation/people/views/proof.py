"""Asking for a code of the second step inside a form, where the last one was given a while ago.

Nothing typed is lost: the fields for the code stand in the form itself, and once the code was right they are gone.
"""

from collections.abc import Sequence
from datetime import timedelta

from flask import session
from flask_login import current_user

from federation.kernel.second_factor import DEMANDED_OF, Asked, asked_of_owner, is_demanded
from federation.people.actions.checking_passwords import check_password
from federation.people.actions.confirming import confirm
from federation.people.forms import CodeForm
from federation.people.queries import PersonPlace
from federation.people.views.frame import browser, me, my_token


def ask_for_code(form: CodeForm, asked: Asked | None = None) -> None:
    """Keep the fields for a code only where one is asked for: ``asked``, or of whoever changes their account."""
    if (asked or asked_of_owner()) != "code":
        form.ask_no_code()


def prove(form: CodeForm) -> None:
    """Take the code, where the form asks for one; raises what is wrong with it as a refusal at its field.

    The session goes on under a new token.
    """
    if not form.asks_code:
        return
    address, _ = browser()
    rename(confirm(me().person_id, me().email, my_token(), form.typed_code, address))
    current_user.arrival = me()._replace(since_confirmed=timedelta(0))
    form.ask_no_code()


def prove_with_password(form: CodeForm) -> None:
    """Take the code, and the password where the form asks for it; raises as ``prove`` does."""
    prove(form)
    if "password" in form:
        check_password(me().person_id, form["password"].data, browser()[0])


def owes_app(places: Sequence[PersonPlace]) -> bool:
    """Whether somebody whose role in one of these owes it has not passed the second step, and must do so first."""
    return (
        is_demanded() and me().since_confirmed is None and any(place.held & DEMANDED_OF for place in places)
    )


def rename(token: str) -> None:
    """Hand the browser the new token of its session."""
    session["_user_id"] = current_user.token = token
