"""The floors of votes, and proposing others."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from federation.decisions import rules
from federation.decisions.blueprint import blueprint
from federation.decisions.permissions import ProposingIn
from federation.decisions.rulebook.actions.floor_proposals import propose_floors as propose
from federation.decisions.rulebook.forms.floors import FloorsForm
from federation.decisions.rulebook.queries.floors import change_under_way, floor_changes, floors_in
from federation.kernel.policy import authorize, may
from federation.kernel.web import actor, here, permission


@blueprint.get("/decisions/floors")
@permission("decisions.read")
def floors() -> str:
    """Show the floors that hold, and the decisions that changed them."""
    return render_template(
        "decisions/floors.html",
        floors=rules.floors_as_read(floors_in(here().settings)),
        changes=floor_changes(),
        under_way=change_under_way(),
        may_propose=may(actor(), "decisions.propose", ProposingIn(None)),
    )


@blueprint.route("/decisions/floors/propose", methods=["GET", "POST"])
@permission("decisions.propose")
def propose_floors() -> str | Response:
    """Begin a proposal: the answers become its text."""
    authorize(actor(), "decisions.propose", ProposingIn(None))
    form, now = FloorsForm(), floors_in(here().settings)
    if request.method == "GET":
        form.fill(now)
    elif done := form.does(lambda: propose(actor(), form.floors())):
        flash("Your draft is begun. Only you can see it until you show it to the members.", "success")
        return redirect(url_for("decisions.show", decision_id=done.answer), 303)
    return render_template("decisions/floors_propose.html", form=form)
