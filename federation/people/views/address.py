"""Another address to sign in with."""

from typing import Any

from flask import flash, redirect, url_for

from federation.kernel.policy import PUBLIC, SIGNED_IN
from federation.kernel.refusals import Refusal
from federation.kernel.second_factor import fresh
from federation.kernel.web import permission, waiting
from federation.people.actions import address as actions
from federation.people.actions import links
from federation.people.actions.checking_passwords import check_password
from federation.people.actions.links import LinkGone
from federation.people.forms import AddressForm
from federation.people.queries import app_of
from federation.people.views.frame import blueprint, browser, me, show
from federation.people.views.proof import ask_for_code, prove, status_of


@blueprint.route("/account/address", methods=["GET", "POST"])
@permission(SIGNED_IN)
@fresh(in_form=True)
def change_address() -> Any:
    """Ask to sign in with another address: with a code, or with the password where there is no app."""
    person_id, form, status, headers = me().person_id, AddressForm(), 200, {}
    ask_for_code(form)
    if app_of(person_id):
        form.ask_no_password()
    if form.validate_on_submit():
        try:
            prove(form)
            if "password" in form:
                check_password(person_id, form.password.data, browser()[0])
            actions.ask_for_address(person_id, form.email.data, browser()[0])
        except Refusal as refusal:
            form.refuse(refusal.words, refusal.field)
            status, headers = status_of(refusal), waiting(refusal)
        else:
            flash(
                f"We have sent a link to {form.email.data}, unless somebody else signs in with it. "
                "Your address changes when you open the link, within 1 day.",
                "success",
            )
            return redirect(url_for(".account"), 303)
    return show("change_address.html", form=form, email=me().email), status, headers


@blueprint.get("/address/<token>")
@permission(PUBLIC)
def confirm_address(token: str) -> Any:
    """What the mailed link will do."""
    try:
        return show("confirm_address.html", email=links.look(token, "address").new_email, token=token)
    except LinkGone:
        return show("link_gone.html"), 410


@blueprint.post("/address/<token>")
@permission(PUBLIC)
def confirm_address_now(token: str) -> Any:
    """Sign in with the new address from now on."""
    try:
        email = actions.take_address(token)
    except LinkGone:
        return show("link_gone.html"), 410
    flash(f"From now on you sign in with {email}.", "success")
    return redirect(url_for(".front"), 303)
