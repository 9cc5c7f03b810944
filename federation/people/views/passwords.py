"""Choosing a password: after an invitation, after forgetting it, or for a change."""

from typing import Any

from flask import flash, redirect, request, session, url_for
from flask_login import current_user

from federation.kernel.pages import page_url
from federation.kernel.policy import PUBLIC, SIGNED_IN
from federation.kernel.refusals import Refusal
from federation.kernel.second_factor import fresh
from federation.kernel.web import permission, waiting
from federation.people.actions import choosing_passwords, links
from federation.people.actions.guests import account_of_guest
from federation.people.actions.links import LinkGone
from federation.people.forms import AcceptForm, ChangePasswordForm, ForgottenForm, JoinForm, NewPasswordForm
from federation.people.queries import Place, account_of, places_of
from federation.people.views.frame import blueprint, browser, enter, mail_leaves, me, show
from federation.people.views.proof import ask_for_code, prove, status_of


@blueprint.route("/password", methods=["GET", "POST"])
@permission(PUBLIC)
def forgotten() -> Any:
    """Ask for a link by mail to choose a new password."""
    form, status, headers = ForgottenForm(), 200, {}
    if form.validate_on_submit():
        try:
            choosing_passwords.send_password_link(form.email.data, browser()[0])
        except Refusal as refusal:
            form.refuse(refusal.words)
            status, headers = refusal.status, waiting(refusal)
        else:
            return redirect(url_for(".link_sent"), 303)
    return show("forgotten.html", form=form, leaves=mail_leaves()), status, headers


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
        if form.validate_on_submit():
            return enter(choosing_passwords.choose_password(token, form.password.data, browser()[1]))
    except LinkGone:
        return show("link_gone.html"), 410
    except Refusal as refusal:
        form.refuse(refusal.words, refusal.field)
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
        if form.validate_on_submit():
            agent = browser()[1]
            return enter(
                choosing_passwords.accept_invitation(token, form.name.data, form.password.data, agent)
            )
    except LinkGone:
        return show("link_gone.html"), 410
    except Refusal as refusal:
        form.refuse(refusal.words, refusal.field)
    return show("accept.html", form=form, email=opened.email, place=place)


def _join(token: str, owner: int, email: str, place: Place) -> Any:
    """Take an invitation up with the account that one has, once signed in to it."""
    if not current_user.is_authenticated:
        session["next"] = request.path
        return redirect(url_for(".sign_in"))
    if me().person_id != owner:
        return show("join_other.html", email=email, place=place)
    form = JoinForm()
    if form.validate_on_submit():
        try:
            choosing_passwords.join_by_invitation(token, owner)
        except LinkGone:
            raise
        except Refusal as refusal:
            form.refuse(refusal.words)
        else:
            flash(f"You now belong to {place.name}.", "success")
            return redirect(page_url("home", federation=place.slug), 303)
    return show("join.html", form=form, email=email, place=place)


def _invited_to(opened: links.Opened) -> Place:
    for place in places_of(opened.person_id):
        if place.federation_id == opened.federation_id:
            return place
    raise LinkGone()


@blueprint.route("/account/password", methods=["GET", "POST"])
@permission(SIGNED_IN)
@fresh(in_form=True)
def change_password() -> Any:
    """Put a new password in place of the old one."""
    form, status, headers = ChangePasswordForm(), 200, {}
    person_id = me().person_id
    ask_for_code(form)
    if form.validate_on_submit():
        address, agent = browser()
        try:
            prove(form)
            started = choosing_passwords.change_password(
                person_id,
                form.old.data,
                form.password.data,
                address,
                agent,
                confirmed=me().since_confirmed is not None,
            )
        except Refusal as refusal:
            form.refuse(refusal.words, refusal.field)
            status, headers = status_of(refusal), waiting(refusal)
        else:
            enter(started)
            flash(
                "Your password is changed. You were signed out everywhere else, and your tokens for programs have ended.",
                "success",
            )
            return redirect(url_for(".account"), 303)
    page = show("change_password.html", form=form, email=account_of(person_id).email)
    return page, status, headers
