"""Choosing a password: after an invitation, after forgetting it, or for a change."""

from typing import Any

from flask import flash, redirect, request, session, url_for
from flask_login import current_user

from federation.kernel.pages import page_url
from federation.kernel.policy import PUBLIC, SIGNED_IN
from federation.kernel.second_factor import fresh
from federation.kernel.web import permission
from federation.people.actions import choosing_passwords, links
from federation.people.actions.guests import account_of_guest
from federation.people.actions.links import LinkGone
from federation.people.actions.sessions import StartedSession
from federation.people.forms import AcceptForm, ChangePasswordForm, ForgottenForm, JoinForm, NewPasswordForm
from federation.people.queries import PersonPlace, account_of, places_of
from federation.people.views.frame import blueprint, browser, enter, mail_leaves, me, show
from federation.people.views.proof import ask_for_code, prove


@blueprint.route("/password", methods=["GET", "POST"])
@permission(PUBLIC)
def forgotten() -> Any:
    """Ask for a link by mail to choose a new password."""
    form = ForgottenForm()
    if form.does(lambda: choosing_passwords.send_password_link(form.email.data, browser()[0])):
        return redirect(url_for(".link_sent"), 303)
    return show("forgotten.html", form=form, leaves=mail_leaves())


@blueprint.get("/password/sent")
@permission(PUBLIC)
def link_sent() -> str:
    """The same whether there is such an account or not."""
    return show("link_sent.html", leaves=mail_leaves())


@blueprint.route("/password/new/<token>", methods=["GET", "POST"])
@permission(PUBLIC)
def choose_password(token: str) -> Any:
    """Choose a password with a mailed link."""
    form = NewPasswordForm()
    try:
        opened = links.look(token, "password")
        if done := form.does(
            lambda: choosing_passwords.choose_password(token, form.password.data, browser()[1])
        ):
            return enter(done.answer)
    except LinkGone:
        return show("link_gone.html"), 410
    return show("choose_password.html", form=form, email=opened.email)


@blueprint.route("/invitation/<token>", methods=["GET", "POST"])
@permission(PUBLIC)
def accept_invitation(token: str) -> Any:
    """Take up an invitation."""
    try:
        opened = links.look(token, "invitation")
        place = _invited_to(opened)
        if (owner := account_of_guest(opened.person_id)) is not None:
            return _join(token, owner, opened.email, place)
        form = AcceptForm(data={"name": opened.name})
        if done := form.does(
            lambda: choosing_passwords.accept_invitation(
                token, form.name.data, form.password.data, browser()[1]
            )
        ):
            return enter(done.answer)
    except LinkGone:
        return show("link_gone.html"), 410
    return show("accept.html", form=form, email=opened.email, place=place)


def _join(token: str, owner: int, email: str, place: PersonPlace) -> Any:
    """Take an invitation up with the account that one has, once signed in to it."""
    if not current_user.is_authenticated:
        session["next"] = request.path
        return redirect(url_for(".sign_in"))
    if me().person_id != owner:
        return show("join_other.html", email=email, place=place)
    form = JoinForm()
    if form.does(lambda: choosing_passwords.join_by_invitation(token, owner)):
        flash(f"You now belong to {place.name}.", "success")
        return redirect(page_url("start", federation=place.slug), 303)
    return show("join.html", form=form, email=email, place=place)


def _invited_to(opened: links.OpenedLink) -> PersonPlace:
    for place in places_of(opened.person_id):
        if place.federation_id == opened.federation_id:
            return place
    raise LinkGone()


@blueprint.route("/account/password", methods=["GET", "POST"])
@permission(SIGNED_IN)
@fresh(in_form=True)
def change_password() -> Any:
    """Put a new password in place of the old one."""
    form = ChangePasswordForm()
    ask_for_code(form)
    if done := form.does(lambda: _change_password(form)):
        enter(done.answer)
        flash(
            "Your password is changed. You were signed out everywhere else, and your tokens for programs have ended.",
            "success",
        )
        return redirect(url_for(".account"), 303)
    return show("change_password.html", form=form, email=account_of(me().person_id).email)


def _change_password(form: ChangePasswordForm) -> StartedSession:
    prove(form)
    confirmed = me().since_confirmed is not None
    return choosing_passwords.change_password(
        me().person_id, form.old.data, form.password.data, *browser(), confirmed=confirmed
    )
