"""Proposing to the members who joins, by which rules, and who is suspended; and answering for the practice."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from federation.belonging.actions.joining import propose_admission, propose_rules
from federation.belonging.actions.suspending import answer, propose_lifting, propose_suspension
from federation.belonging.blueprint import NUMBER, REGISTER, blueprint
from federation.belonging.forms import AdmissionForm, HearingForm, JoiningForm, LiftingForm, SuspensionForm
from federation.belonging.permissions import SpeakingFor
from federation.belonging.queries.register import RegisterLine, joining_rules, line_here
from federation.belonging.queries.steps import step_of
from federation.belonging.views.register import PRACTICE
from federation.kernel.policy import authorize
from federation.kernel.refusals import NotFound
from federation.kernel.web import actor, permission

_BEGUN = (
    "Your draft is begun. Only you can see it until you show it to the members. They decide it by a vote."
)


@blueprint.route(f"{REGISTER}/rules/propose", methods=["GET", "POST"])
@permission("belonging.propose")
def propose_joining() -> Any:
    """Propose how practices join."""
    before = joining_rules()
    form = JoiningForm(data={"text": before.text if before else ""})
    if done := form.does(lambda: propose_rules(actor(), form.text.data, form.reasons.data)):
        return _begun(done.answer)
    return render_template("belonging/rules_form.html", form=form, before=before)


@blueprint.route(f"{REGISTER}/admit", methods=["GET", "POST"])
@permission("belonging.propose")
def admit() -> Any:
    """Propose that a practice joins."""
    form = AdmissionForm()
    if done := form.does(lambda: propose_admission(actor(), form.wanted(), form.reasons.data)):
        return _begun(done.answer)
    return render_template("belonging/admit.html", form=form, rules=joining_rules())


@blueprint.route(f"{PRACTICE}/suspend", methods=["GET", "POST"])
@permission("belonging.propose")
def suspend(practice_id: int) -> Any:
    """Propose that a practice is suspended."""
    line, form = line_of_practice(practice_id), SuspensionForm()
    if done := form.does(lambda: propose_suspension(actor(), practice_id, form.reason.data, form.until.data)):
        flash("The members see your proposal now, and the practice has been asked to answer.", "success")
        return redirect(url_for("decisions.show", decision_id=done.answer), 303)
    return render_template("belonging/suspend.html", form=form, line=line)


@blueprint.route(f"{PRACTICE}/lift", methods=["GET", "POST"])
@permission("belonging.propose")
def lift(practice_id: int) -> Any:
    """Propose that a suspension is lifted."""
    line, form = line_of_practice(practice_id), LiftingForm()
    if done := form.does(lambda: propose_lifting(actor(), practice_id, form.reasons.data)):
        return _begun(done.answer)
    return render_template("belonging/lift.html", form=form, line=line)


@blueprint.route(f"{REGISTER}/suspensions/<{NUMBER}:decision_id>/answer", methods=["GET", "POST"])
@permission("belonging.leave")
def answer_suspension(decision_id: int) -> Any:
    """Answer for a practice that is to be suspended."""
    asked = step_of(decision_id, "asked")
    if asked is None:
        raise NotFound()
    authorize(actor(), "belonging.leave", SpeakingFor(asked.practice_id))
    form, line = HearingForm(), line_of_practice(asked.practice_id)
    if form.does(lambda: answer(actor(), decision_id, form.words.data)):
        flash("Your answer stands on the page of the proposal.", "success")
        return redirect(url_for("decisions.show", decision_id=decision_id), 303)
    return render_template(
        "belonging/answer.html", form=form, line=line, asked=asked, decision_id=decision_id
    )


def line_of_practice(practice_id: int) -> RegisterLine:
    """A practice in the register. Raises ``NotFound``."""
    line = line_here(practice_id)
    if line is None:
        raise NotFound()
    return line


def _begun(decision_id: int) -> Response:
    flash(_BEGUN, "success")
    return redirect(url_for("decisions.show", decision_id=decision_id), 303)
