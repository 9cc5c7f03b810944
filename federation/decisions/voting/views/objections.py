"""Answering objections in a consent round."""

from flask import flash, render_template
from werkzeug.wrappers import Response

from federation.decisions.blueprint import blueprint, to_page
from federation.decisions.held import matter_of
from federation.decisions.seen import decision_view
from federation.decisions.voting import forms
from federation.decisions.voting.actions import objections
from federation.decisions.voting.queries import votes
from federation.kernel.policy import authorize, may
from federation.kernel.refusals import NotFound
from federation.kernel.web import actor, permission


@blueprint.route("/decisions/<int:decision_id>/objections/<int:practice_id>", methods=["GET", "POST"])
@permission("decisions.resolve")
def answer_objection(decision_id: int, practice_id: int) -> str | Response:
    """Answer a practice's objection."""
    view = decision_view(decision_id)
    matter = matter_of(view.decision)
    if not may(actor(), "decisions.read", matter):
        raise NotFound()
    authorize(actor(), "decisions.resolve", matter)
    row = next((row for row in votes.objections(decision_id) if row.practice_id == practice_id), None)
    if row is None:
        raise NotFound()
    form = forms.AnswerForm(data={"words": row.answer or ""})
    if form.validate_on_submit():
        objections.answer_objection(actor(), decision_id, practice_id, form.words.data)
        flash(f"Your answer is saved. {row.name} decides whether it resolves the objection.", "success")
        return to_page("show", decision_id=decision_id)
    return render_template("decisions/objection_answer.html", view=view, form=form, row=row)


@blueprint.post("/decisions/<int:decision_id>/objections/<int:practice_id>/accept")
@permission("decisions.cast")
def accept_resolution(decision_id: int, practice_id: int) -> Response:
    """The objecting practice accepts the answer."""
    objections.accept_resolution(actor(), decision_id, practice_id)
    flash("The objection is resolved. It counts as consent.", "success")
    return to_page("show", decision_id=decision_id)
