"""The authenticator app and the recovery codes of one's own account."""

from typing import Any

from flask import Response, flash, redirect, request, session, url_for

from federation.kernel.policy import SIGNED_IN
from federation.kernel.second_factor import FRESH, fresh
from federation.kernel.web import permission
from federation.people import authenticator
from federation.people.actions import second_factor as actions
from federation.people.forms import BeginAppForm, CodeForm
from federation.people.queries import app_of, began_within
from federation.people.rules.codes import in_groups
from federation.people.views.frame import blueprint, browser, me, my_token, show
from federation.people.views.frame import onward as led_on
from federation.people.views.proof import ask_for_code, prove, prove_with_password, rename


@blueprint.route("/account/second-step", methods=["GET", "POST"])
@permission(SIGNED_IN)
@fresh(in_form=True)
def second_factor() -> Any:
    """Whether there is an app, and what can be done about it; sending the form begins to set one up."""
    person_id = me().person_id
    app = app_of(person_id)
    if app and me().since_confirmed is None:
        return redirect(url_for(".confirm"), 303)
    form = BeginAppForm()
    ask_for_code(form)
    if app or began_within(my_token(), FRESH):
        form.ask_no_password()
    if form.does(lambda: _begin(form)):
        return redirect(url_for(".set_up_app"), 303)
    return show("second_factor.html", form=form, app=app, email=me().email, wanted="next" in session)


def _begin(form: BeginAppForm) -> None:
    prove_with_password(form)
    actions.begin(me().person_id)


@blueprint.route("/account/second-step/app", methods=["GET", "POST"])
@permission(SIGNED_IN)
def set_up_app() -> Any:
    """Scan or type the secret, then show with a code that the app has it; the answer shows the recovery codes, once."""
    person, form = me(), CodeForm()
    del form.recovery
    secret = actions.secret_begun(person.person_id)
    if secret is None:
        return redirect(url_for(".second_factor"), 303)
    if done := form.does(
        lambda: actions.activate(
            person.person_id, person.email, my_token(), form.code.data or "", browser()[0]
        )
    ):
        rename(done.answer.token)
        return _shown_once(done.answer.recovery_codes, "Your app is set up")
    link = authenticator.address(secret, person.email)
    return show("set_up_app.html", form=form, key=in_groups(secret), link=link)


@blueprint.get("/account/second-step/app.svg")
@permission(SIGNED_IN)
def app_picture() -> Any:
    """The secret of the app that is being set up, as a picture to scan."""
    secret = actions.secret_begun(me().person_id)
    if secret is None:
        return redirect(url_for(".second_factor"), 303)
    return Response(authenticator.picture(secret, me().email), content_type="image/svg+xml")


@blueprint.route("/account/second-step/recovery-codes", methods=["GET", "POST"])
@permission(SIGNED_IN)
@fresh(in_form=True)
def recovery_codes() -> Any:
    """Make new recovery codes in place of the old ones."""
    app, form = app_of(me().person_id), CodeForm()
    ask_for_code(form)
    if app is None or me().since_confirmed is None:
        return redirect(url_for(".confirm"), 303)
    if form.does(lambda: prove(form)):
        made = actions.renew_recovery_codes(me().person_id)
        return _shown_once(made, "Your new recovery codes are ready")
    return show("recovery_codes.html", form=form, app=app)


@blueprint.post("/account/second-step/recovery-codes.txt")
@permission(SIGNED_IN)
def recovery_codes_file() -> Response:
    """The codes just shown as a file: those of them that work."""
    good = actions.still_good(me().person_id, request.form.getlist("code"))
    text = "\r\n".join([f"Recovery codes for Federation, {me().email}", "Each works once.", "", *good, ""])
    answer = Response(text, content_type="text/plain; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="recovery-codes.txt"'
    return answer


@blueprint.route("/account/second-step/off", methods=["GET", "POST"])
@permission(SIGNED_IN)
@fresh(in_form=True)
def switch_off() -> Any:
    """Sign in with the password alone again."""
    person, form = me(), CodeForm()
    if app_of(person.person_id) is None:
        return redirect(url_for(".second_factor"), 303)
    if done := form.does(
        lambda: actions.switch_off(person.person_id, person.email, my_token(), form.typed_code, browser()[0])
    ):
        rename(done.answer)
        flash("The second step is switched off. You were signed out everywhere else.", "success")
        return redirect(url_for(".account"), 303)
    why_not = actions.why_not_off(person.person_id)
    return show("switch_off.html", form=form, why_not=why_not)


def _shown_once(codes: list[str], heading: str) -> str:
    onward = led_on(me().person_id, session.pop("next", None))
    return show("recovery_codes_made.html", codes=codes, heading=heading, onward=onward)
