"""One's own account."""

from typing import Any

from flask import Response, flash, redirect, url_for

from federation.kernel.policy import SIGNED_IN
from federation.kernel.refusals import Refusal
from federation.kernel.web import permission, remember_page, waiting
from federation.people import queries
from federation.people.actions import account as actions
from federation.people.actions import naming, sessions
from federation.people.export import everything_as_json
from federation.people.forms import MailForm, NameForm, TokenForm
from federation.people.organisations import organisations
from federation.people.queries import places_of
from federation.people.rules.mail_choices import KINDS, wants
from federation.people.secrets import fingerprint
from federation.people.views.frame import blueprint, me, my_token, show
from federation.people.views.proof import ask_for_code, owes_app, prove, status_of

_NUMBER = "int(max=9007199254740991)"


@blueprint.get("/account")
@permission(SIGNED_IN)
def account() -> str:
    """What is known of oneself, and what can be changed."""
    found = queries.account_of(me().person_id)
    mail = [kind.label for kind in KINDS if wants(found.mail_choices, kind.key)]
    app = queries.app_of(found.id)
    return show(
        "account.html",
        account=found,
        mail=mail,
        app=app,
        places=places_of(found.id),
        organisations=organisations(),
    )


@blueprint.route("/account/name", methods=["GET", "POST"])
@permission(SIGNED_IN)
def change_name() -> Any:
    """Write one's name differently."""
    form = NameForm(data={"name": me().name})
    if form.validate_on_submit():
        try:
            naming.change_name(me().person_id, form.name.data)
        except Refusal as refusal:
            form.refuse(refusal.words, refusal.field)
        else:
            flash("Your name is changed. Your colleagues are told by email.", "success")
            return redirect(url_for(".account"), 303)
    return show("name.html", form=form)


@blueprint.route("/account/email", methods=["GET", "POST"])
@permission(SIGNED_IN)
def mail() -> Any:
    """Say which mail one wants."""
    chosen = queries.account_of(me().person_id).mail_choices
    form = MailForm(data={"kinds": [kind.key for kind in KINDS if wants(chosen, kind.key)]})
    if form.validate_on_submit():
        actions.choose_mail(me().person_id, form.kinds.data)
        flash("Your choice of emails is saved.", "success")
        return redirect(url_for(".account"), 303)
    return show("mail.html", form=form)


@blueprint.get("/account/sign-ins")
@permission(SIGNED_IN)
def sign_ins() -> str:
    """Where one is signed in."""
    return show("sign_ins.html", sign_ins=queries.open_sign_ins(me().person_id), mine=fingerprint(my_token()))


@blueprint.post(f"/account/sign-ins/<{_NUMBER}:sign_in_id>/end")
@permission(SIGNED_IN)
def end_sign_in(sign_in_id: int) -> Any:
    """End one session."""
    sessions.end_one(me().person_id, sign_in_id)
    flash("That sign-in has ended.", "success")
    return redirect(url_for(".sign_ins"), 303)


@blueprint.post("/account/sign-ins/end-others")
@permission(SIGNED_IN)
def end_other_sign_ins() -> Any:
    """End all sessions but this."""
    sessions.end_all_others(me().person_id, my_token())
    flash("You are signed out everywhere else.", "success")
    return redirect(url_for(".sign_ins"), 303)


@blueprint.route("/account/tokens", methods=["GET", "POST"])
@permission(SIGNED_IN)
def tokens() -> Any:
    """Tokens for programs; a new one is shown on the answer to its form, and never again."""
    person_id, made = me().person_id, None
    places = places_of(person_id)
    federations = [(place.federation_id, place.name) for place in places]
    form, status, headers = TokenForm(federations), 200, {}
    if owes_app(places):
        remember_page()
        return redirect(url_for(".confirm"), 303)
    ask_for_code(form)
    if form.validate_on_submit():
        try:
            prove(form)
            made = actions.make_token(person_id, form.federation.data, form.title.data)
        except Refusal as refusal:
            form.refuse(refusal.words, refusal.field)
            status, headers = status_of(refusal), waiting(refusal)
        else:
            form = TokenForm(federations, formdata=None)
            form.ask_no_code()
    names, active = dict(federations), queries.active_tokens(person_id)
    return show("tokens.html", form=form, made=made, tokens=active, names=names), status, headers


@blueprint.post(f"/account/tokens/<{_NUMBER}:token_id>/revoke")
@permission(SIGNED_IN)
def revoke_token(token_id: int) -> Any:
    """Make a token worthless."""
    actions.revoke_token(me().person_id, token_id)
    flash("The token no longer works.", "success")
    return redirect(url_for(".tokens"), 303)


@blueprint.get("/account/data.json")
@permission(SIGNED_IN)
def data() -> Response:
    """Everything that every feature keeps about the person, as JSON."""
    answer = Response(everything_as_json(me().person_id), content_type="application/json")
    answer.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return answer


@blueprint.get("/account/erasure")
@permission(SIGNED_IN)
def erasure() -> str:
    """How to have one's account erased, and what then goes and stays."""
    return show("erasure.html", places=places_of(me().person_id))
