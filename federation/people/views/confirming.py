"""Giving a code: after the password, and again before something weighty."""

from typing import Any

from flask import flash, redirect, session, url_for

from federation.kernel.policy import PUBLIC, SIGNED_IN
from federation.kernel.web import permission
from federation.people.actions.confirming import HalfGone, complete_sign_in, look_half
from federation.people.forms import CodeForm, ProofForm
from federation.people.queries import app_of, places_of
from federation.people.views.frame import HALF, blueprint, browser, enter, me, onward, show
from federation.people.views.freshness import asking, give_proof, narrow
from federation.people.views.proof import owes_app


@blueprint.route("/sign-in/code", methods=["GET", "POST"])
@permission(PUBLIC)
def sign_in_code() -> Any:
    """The second step at sign-in: a code of the app, or a recovery code."""
    half, form = session.get(HALF), CodeForm()
    try:
        if not isinstance(half, str):
            return redirect(url_for(".sign_in"), 303)
        look_half(half)
        if done := form.does(lambda: complete_sign_in(half, form.typed_code, *browser())):
            return enter(done.answer)
    except HalfGone as gone:
        session.pop(HALF)
        flash(gone.words, "info")
        return redirect(url_for(".sign_in"), 303)
    return show("sign_in_code.html", form=form)


@blueprint.route("/second-step", methods=["GET", "POST"])
@permission(SIGNED_IN)
def confirm() -> Any:
    """A code before a page that asks for it, or the password of whoever owes none; whoever owes it is led to set an app
    up."""
    form = ProofForm()
    if app_of(me().person_id) is None and owes_app(places_of(me().person_id)):
        return redirect(url_for(".second_factor"), 303)
    narrow(form, "code" if me().since_confirmed is not None else "password")
    if form.does(lambda: give_proof(form)):
        return redirect(onward(me().person_id, session.pop("next", None)), 303)
    return asking(form)
