"""Asking for the recall of a group's mandate."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from federation.kernel.refusals import NotFound
from federation.kernel.web import actor, permission
from federation.mandates.actions.recalling import sign_recall, take_back
from federation.mandates.blueprint import GROUP, blueprint
from federation.mandates.forms.acting import RecallForm
from federation.mandates.queries.recalls import recall_of
from federation.mandates.queries.standing import standing_mandate
from federation.network.groups.queries import group_here

_RECALL = f"{GROUP}/recall"


@blueprint.route(_RECALL, methods=["GET", "POST"])
@permission("mandates.call_in")
def recall(group_id: int) -> Any:
    """Ask for the recall of a mandate, for a practice that one represents."""
    group, mandate = group_here(group_id), standing_mandate(group_id)
    if mandate is None:
        raise NotFound()
    mine, standing = actor().representing, recall_of(mandate.id)
    signed = {one.practice_id for one in standing.signers}
    able = [(seat.practice_id, seat.name) for seat in mine if seat.practice_id in standing.practices - signed]
    form = RecallForm(able, data={"practice": able[0][0] if able else None})
    if done := form.does(lambda: sign_recall(actor(), group_id, form.practice.data, form.reason.data)):
        if done.answer.decision_id is not None:
            flash("Enough practices have asked. The vote on the recall has opened.", "success")
            return redirect(url_for("decisions.show", decision_id=done.answer.decision_id), 303)
        flash(
            "Your practice asks for the recall. You can take its name back until the vote opens.", "success"
        )
        return redirect(url_for(".recall", group_id=group_id), 303)
    return render_template(
        "mandates/recall.html",
        form=form,
        group=group,
        recall=standing,
        able=able,
        own=[seat for seat in mine if seat.practice_id in signed],
    )


@blueprint.post(f"{_RECALL}/<int(max=9007199254740991):practice_id>/take-back")
@permission("mandates.call_in")
def take_back_recall(group_id: int, practice_id: int) -> Response:
    """Take the name of a practice back."""
    take_back(actor(), group_id, practice_id)
    flash("Your practice no longer asks for the recall.", "success")
    return redirect(url_for(".recall", group_id=group_id), 303)
