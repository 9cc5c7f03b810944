"""Answering objections in a consent round."""

from flask import flash, render_template
from werkzeug.wrappers import Response

from federation.decisions.blueprint import blueprint, to_page
from federation.decisions.held import matter_of
from federation.decisions.seen import decision_view
from federation.decisions.voting import forms
from federation.decisions.voting.actions import objections
from federation.decisions.voting.queries import votes
from federation.kernel.policy import SEATED, authorize, may
from federation.kernel.refusals import NotFound
from federation.kernel.web import actor, permission


@blueprint.route("/decisions/<int:decision_id>/objections/<int:practice_id>", methods=["GET", "POST"])
@blueprint.route("/decisions/<int:decision_id>/objections/of/<int:person_id>", methods=["GET", "POST"])
@permission("decisions.resolve")
def answer_objection(
    decision_id: int, practice_id: int | None = None, person_id: int | None = None
) -> str | Response:
    """Answer the objection of a practice, or in a group of a person."""
    view = decision_view(decision_id)
    matter = matter_of(view.decision)
    if not may(actor(), "decisions.read", matter):
        raise NotFound()
    authorize(actor(), "decisions.resolve", matter)
    whose = practice_id, person_id
    row = next(
        (one for one in votes.objections(decision_id) if (one.practice_id, one.person_id) == whose), None
    )
    if row is None:
        raise NotFound()
    form = forms.AnswerForm(data={"words": row.answer or ""})
    if form.validate_on_submit():
        objections.answer_objection(actor(), decision_id, practice_id, form.words.data, person_id)
        flash(f"Your answer is saved. {row.name} decides whether it resolves the objection.", "success")
        return to_page("show", decision_id=decision_id)
    return render_template("decisions/objection_answer.html", view=view, form=form, row=row)


@blueprint.post("/decisions/<int:decision_id>/objections/<int:practice_id>/accept")
@blueprint.post("/decisions/<int:decision_id>/objections/me/accept")
@permission("decisions.cast")
def accept_resolution(decision_id: int, practice_id: int | None = None) -> Response:
    """The objecting practice, or the person of this request, accepts the answer."""
    if practice_id is None and SEATED not in actor().roles:
        raise NotFound()
    objections.accept_resolution(actor(), decision_id, practice_id)
    flash("The objection is resolved. It counts as consent.", "success")
    return to_page("show", decision_id=decision_id)
