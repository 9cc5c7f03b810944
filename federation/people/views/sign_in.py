"""Signing in and out."""

from typing import Any

from flask import redirect, request, session, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from federation.kernel.kept_forms import forget, waits
from federation.kernel.policy import PUBLIC
from federation.kernel.web import permission
from federation.people.actions import sessions, signing_in
from federation.people.actions.keeping import days_kept
from federation.people.forms import OrganisationSignInForm, SignInForm
from federation.people.organisations import organisations
from federation.people.queries import demo_people
from federation.people.views.frame import blueprint, browser, enter, is_demo, my_token, show


@blueprint.route("/sign-in", methods=["GET", "POST"])
@permission(PUBLIC)
def sign_in() -> Any:
    """Sign in with an email address and a password."""
    if request.method == "GET" and current_user.is_authenticated:
        return redirect(url_for(".front"))
    form = SignInForm(days_kept())
    if done := form.does(
        lambda: signing_in.sign_in(form.email.data, form.password.data, *browser(), form.wants_keeping)
    ):
        return enter(done.answer)
    people = demo_people() if is_demo() else None
    away = OrganisationSignInForm(days_kept(), formdata=None)
    return show(
        "sign_in.html", form=form, away=away, people=people, organisations=organisations(), typed=waits()
    )


@blueprint.get("/sign-out")
@permission(PUBLIC)
def sign_out() -> Any:
    """Ask before signing out."""
    if not current_user.is_authenticated:
        return redirect(url_for(".sign_in"))
    return show("sign_out.html")


@blueprint.post("/sign-out")
@permission(PUBLIC)
def sign_out_now() -> Response:
    """End the session on the server and forget it in the browser."""
    if current_user.is_authenticated:
        sessions.sign_out(my_token())
    session.clear()
    forget()
    return redirect(url_for(".sign_in"), 303)
