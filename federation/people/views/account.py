"""One's own account."""

from typing import Any

from flask import Response, flash, redirect, url_for

from federation.kernel.policy import READ, SIGNED_IN
from federation.kernel.scopes import TITLES
from federation.kernel.second_factor import fresh
from federation.kernel.web import permission, remember_page
from federation.people import queries
from federation.people.actions import account as actions
from federation.people.actions import naming, sessions
from federation.people.actions import tokens as tokens_
from federation.people.export import everything_as_json
from federation.people.forms import PersonNameForm, TokenForm, mail_form
from federation.people.organisations import organisations
from federation.people.queries import places_of
from federation.people.secrets import fingerprint
from federation.people.views.frame import blueprint, me, my_token, show
from federation.people.views.proof import owes_app
from federation.plugin.door import door
from federation.plugin.mail_choices import AT_ONCE, DAILY, WEEKLY

_OFTEN = {AT_ONCE: "", DAILY: " (daily)", WEEKLY: " (weekly)"}
_NUMBER = "int(max=9007199254740991)"


@blueprint.get("/account")
@permission(SIGNED_IN)
def account() -> str:
    """Show one's own account."""
    found = queries.account_of(me().person_id)
    mail = [
        kind.label + _OFTEN[kind.when(found.mail_choices)]
        for kind in door().mail
        if kind.is_wanted(found.mail_choices)
    ]
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
    form = PersonNameForm(data={"name": me().name})
    if form.does(lambda: naming.change_name(me().person_id, form.name.data)):
        flash("Your name is changed. Your colleagues are told by email.", "success")
        return redirect(url_for(".account"), 303)
    return show("name.html", form=form)


@blueprint.route("/account/email", methods=["GET", "POST"])
@permission(SIGNED_IN)
def mail() -> Any:
    """Say which mail one wants, and when."""
    form = mail_form(queries.account_of(me().person_id).mail_choices)
    if form.validate_on_submit():
        actions.choose_mail(me().person_id, form.chosen)
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


@blueprint.get("/account/tokens")
@permission(SIGNED_IN)
def tokens() -> str:
    """One's tokens for programs: what each may be used for, when it was, and until when it works."""
    names = {place.federation_id: place.name for place in places_of(me().person_id)}
    return show("tokens.html", tokens=queries.active_tokens(me().person_id), names=names, titles=TITLES)


@blueprint.route("/account/tokens/new", methods=["GET", "POST"])
@permission(SIGNED_IN)
@fresh()
def new_token() -> Any:
    """Make a token; it is shown on the answer to its form, and never again."""
    places = places_of(me().person_id)
    if owes_app(places):
        remember_page()
        return redirect(url_for(".confirm"), 303)
    chosen = {"scopes": [READ], "lasts": tokens_.LASTS}
    form = TokenForm([(place.federation_id, place.name) for place in places], data=chosen)
    if done := form.does(
        lambda: tokens_.make_token(
            me().person_id,
            form.federation.data,
            form.title.data,
            form.scopes.data,
            form.lasts.data,
            second_step=me().since_confirmed is not None,
        )
    ):
        return show("token_made.html", made=done.answer, title=form.title.data)
    return show("token_new.html", form=form, places=places)


@blueprint.post(f"/account/tokens/<{_NUMBER}:token_id>/end")
@permission(SIGNED_IN)
def end_token(token_id: int) -> Any:
    """Make a token worthless."""
    tokens_.end_token(me().person_id, token_id)
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
