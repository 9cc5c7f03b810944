"""Another address to sign in with."""

from typing import Any

from flask import flash, redirect, url_for

from federation.kernel.policy import PUBLIC, SIGNED_IN
from federation.kernel.second_factor import fresh
from federation.kernel.web import permission
from federation.people.actions import address as actions
from federation.people.actions import links
from federation.people.actions.links import LinkGone
from federation.people.forms import AddressForm
from federation.people.queries import app_of
from federation.people.views.frame import blueprint, browser, me, show
from federation.people.views.proof import ask_for_code, prove_with_password


@blueprint.route("/account/address", methods=["GET", "POST"])
@permission(SIGNED_IN)
@fresh(in_form=True)
def change_address() -> Any:
    """Ask to sign in with another address: with a code, or with the password where there is no app."""
    form = AddressForm()
    ask_for_code(form)
    if app_of(me().person_id):
        form.ask_no_password()
    if form.does(lambda: _ask_for_address(form)):
        flash(
            f"We have sent a link to {form.email.data}, unless somebody else signs in with it. "
            "Your address changes when you open the link, within 1 day.",
            "success",
        )
        return redirect(url_for(".account"), 303)
    return show("change_address.html", form=form, email=me().email)


def _ask_for_address(form: AddressForm) -> None:
    prove_with_password(form)
    actions.ask_for_address(me().person_id, form.email.data, browser()[0])


@blueprint.get("/address/<token>")
@permission(PUBLIC)
def confirm_address(token: str) -> Any:
    """Show what the mailed link will do."""
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
