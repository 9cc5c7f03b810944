"""Before what binds or opens something: a fresh code, or the password of whoever owes no second step.

A page is reached once that is given. A form that is sent too late is not lost: the page that asks carries its
fields, and with the code they go on to where they were sent.
"""

from typing import Any

from flask import current_app, g, redirect, request, session, url_for
from flask_login import current_user

from federation.kernel import clock
from federation.kernel.refusals import Refusal
from federation.kernel.second_factor import PROVED, Asked, FreshGuard, asked_before
from federation.kernel.web import remember_page
from federation.people.actions.checking_passwords import check_password
from federation.people.forms import ProofForm
from federation.people.organisations import organisations
from federation.people.queries import account_of, app_of, organisation_accounts
from federation.people.views.frame import blueprint, browser, me, show
from federation.people.views.proof import prove

_OWN = "proof-"


@blueprint.before_app_request
def ask_again() -> Any:
    """Let the request go on, or ask first."""
    guard = getattr(current_app.view_functions.get(request.endpoint or ""), "fresh", None)
    if guard is None or not current_user.is_authenticated:
        return None
    asked = asked_now(guard)
    if asked == "nothing":
        return None
    if request.method != "POST":
        remember_page()
        return redirect(url_for("people.confirm"), 303)
    return _ask_within(asked)


def asked_now(guard: FreshGuard) -> Asked:
    """The proof that the person of this request is asked for."""
    return asked_before(guard, g.actor.roles if "actor" in g else frozenset())


def _ask_within(asked: Asked) -> Any:
    """Ask on a page that carries what was sent; None once it was given."""
    form = ProofForm(prefix=_OWN, meta={"csrf": False})
    narrow(form, asked)
    carried = [(name, value) for name, value in request.form.items(multi=True) if not name.startswith(_OWN)]
    sent = any(name.startswith(_OWN) for name in request.form)
    if sent and form.validate() and form.tries(lambda: give_proof(form)):
        return None
    return asking(form, carried=carried)


def narrow(form: ProofForm, asked: Asked) -> None:
    """Keep the field of what the person can give: a code of their app, or their password. Whoever signed in with an
    organisation's second step has neither that counts, and signs in there again."""
    if app_of(me().person_id) is not None:
        form.ask("code")
    elif asked == "code" or not account_of(me().person_id).has_password:
        form.ask("nothing")
    else:
        form.ask("password")


def asking(form: ProofForm, **values: Any) -> str:
    """The page that asks. An organisation's account shows who one is, too."""
    mine = {account.organisation for account in organisation_accounts(me().person_id)}
    return show(
        "confirm.html", form=form, through=[one for one in organisations() if one.key in mine], **values
    )


def give_proof(form: ProofForm) -> None:
    """Take the code or the password; raises what is wrong with it as a refusal at its field."""
    if "password" not in form:
        if not form.asks_code:
            raise Refusal("Sign in again with your organisation’s account")
        prove(form)
        return
    check_password(me().person_id, form.password.data, browser()[0])
    session[PROVED] = int(clock.machine_now().timestamp())
