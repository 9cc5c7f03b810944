"""Signing in with an organisation's account: to its service, and back with what it says."""

from typing import Any, Final

from flask import current_app, flash, redirect, request, session, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from federation.kernel.days import time_now
from federation.kernel.policy import PUBLIC, SIGNED_IN
from federation.kernel.refusals import Refusal
from federation.kernel.second_factor import FRESH
from federation.kernel.web import permission
from federation.people.actions import organisations as actions
from federation.people.actions.keeping import days_kept
from federation.people.addresses import full_address
from federation.people.forms import BeginAppForm, OrganisationSignInForm
from federation.people.organisations import client_of, organisation, organisations
from federation.people.queries import began_within, organisation_accounts
from federation.people.rules.organisations import (
    LONGEST_AGO,
    OrganisationShown,
    SignInService,
    UnusableAnswer,
    read_claims,
)
from federation.people.secrets import new_token
from federation.people.views.frame import blueprint, browser, enter, me, my_token, show
from federation.people.views.proof import ask_for_code, prove_with_password

CONNECTING: Final = "connecting"
"""The key under which a browser keeps which organisation's account is to be connected to the person's own."""
KEEPING: Final = "keeping"
"""The key under which it keeps that its owner, on the way to an organisation, asked to stay signed in."""
_KEPT: Final = ".kept"
"""How the state ends of somebody who asked for that. A state counts in the browser alone whose signed session has it."""
_NO_ANSWER: Final = "{title} did not let us sign you in. Try again, or sign in with your password."


@blueprint.post("/sign-in/with/<service>")
@permission(PUBLIC)
def leave_for(service: str) -> Any:
    """Note whether somebody asks to stay signed in, and let their browser go on by itself: what answers a form may lead
    to no other site."""
    one, form = organisation(service), OrganisationSignInForm(days_kept())
    session.pop(KEEPING, None)
    if form.wants_keeping:
        session[KEEPING] = service
    there = url_for(".sign_in_with", service=service)
    return show("organisation_go.html", one=one), {"Refresh": f"0; url={there}"}


@blueprint.get("/sign-in/with/<service>")
@permission(PUBLIC)
def sign_in_with(service: str) -> Any:
    """Go to the organisation's own sign-in page."""
    one = organisation(service)
    client = client_of(one)
    state = new_token() + (_KEPT if session.pop(KEEPING, None) == service else "")
    try:
        return client.authorize_redirect(
            full_address("people.come_back", service=service),
            max_age=int(LONGEST_AGO.total_seconds()),
            state=state,
        )
    except Exception as error:
        return _failed(one, error)


@blueprint.get("/sign-in/with/<service>/back")
@permission(PUBLIC)
def come_back(service: str) -> Response:
    """Take what the organisation says, checked by signature, issuer, audience, time, nonce and state."""
    one = organisation(service)
    wanted = session.pop(CONNECTING, None)
    try:
        shown = _shown(one)
    except Exception as error:
        return _failed(one, error)
    try:
        if wanted == [service, me().person_id if current_user.is_authenticated else None]:
            actions.connect(me().person_id, one, shown)
            flash(f"Your {one.title} account now opens your account here.", "success")
            return redirect(url_for(".organisation_accounts_page"), 303)
        keep = request.args["state"].endswith(_KEPT)
        return enter(actions.sign_in_with(one, shown, browser()[1], keep))
    except Refusal as refusal:
        flash(refusal.words, "info")
        return redirect(_back(), 303)


def _shown(one: SignInService) -> OrganisationShown:
    client = client_of(one)
    token = client.authorize_access_token()
    claims = dict(token.get("userinfo") or {})
    if not claims:
        raise UnusableAnswer("no identity token")
    if "email" not in claims and client.server_metadata.get("userinfo_endpoint"):
        more = client.userinfo(token=token)
        if more.get("sub") != claims.get("sub"):
            raise UnusableAnswer("the user information is of somebody else")
        claims |= {name: more[name] for name in ("email", "email_verified") if name in more}
    return read_claims(one, claims, time_now())


def _failed(one: SignInService, error: Exception) -> Response:
    """Say so, and write down the kind of fault alone: what a service answers may hold codes and names."""
    current_app.logger.warning("sign-in with organisation %s failed: %s", one.key, type(error).__name__)
    flash(_NO_ANSWER.format(title=one.title), "info")
    return redirect(_back(), 303)


def _back() -> str:
    return url_for(".organisation_accounts_page" if current_user.is_authenticated else ".sign_in")


@blueprint.get("/account/organisations")
@permission(SIGNED_IN)
def organisation_accounts_page() -> str:
    """The accounts that open one's own."""
    titles = {one.key: one.title for one in organisations()}
    accounts = organisation_accounts(me().person_id)
    free = [one for one in organisations() if one.key not in {each.organisation for each in accounts}]
    return show("organisations.html", accounts=accounts, titles=titles, free=free)


@blueprint.route("/account/organisations/<service>", methods=["GET", "POST"])
@permission(SIGNED_IN)
def connect_organisation(service: str) -> Any:
    """Say who one is once more, then go to the organisation: a browser left open must not be enough."""
    one, form = organisation(service), BeginAppForm()
    ask_for_code(form)
    if form.asks_code or me().since_confirmed is not None or began_within(my_token(), FRESH):
        form.ask_no_password()
    if form.does(lambda: prove_with_password(form)):
        session[CONNECTING] = [service, me().person_id]
        return show("organisation_go.html", one=one)
    return show("organisation_connect.html", form=form, one=one)


@blueprint.route("/account/organisations/<int:number>/end", methods=["GET", "POST"])
@permission(SIGNED_IN)
def disconnect_organisation(number: int) -> Any:
    """Ask, then let the account open one's own no more."""
    titles = {one.key: one.title for one in organisations()}
    for account in organisation_accounts(me().person_id):
        if account.id == number:
            break
    else:
        return redirect(url_for(".organisation_accounts_page"), 303)
    if request.method == "POST":
        actions.disconnect(me().person_id, number)
        flash("The account no longer opens yours.", "success")
        return redirect(url_for(".organisation_accounts_page"), 303)
    return show("organisation_end.html", account=account, title=titles.get(account.organisation, "other"))
