"""Which earlier decision a proposal takes the place of."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from federation.decisions.blueprint import blueprint
from federation.decisions.held import matter_of
from federation.decisions.proposals.actions.replacing import set_supersedes
from federation.decisions.proposals.forms import ReplacesForm
from federation.decisions.seen import by_number, decision_view
from federation.kernel.policy import authorize, may
from federation.kernel.refusals import NotFound, Refusal
from federation.kernel.web import actor, permission


@blueprint.route("/decisions/<int(max=9007199254740991):decision_id>/replaces", methods=["GET", "POST"])
@permission("decisions.propose")
def replaces(decision_id: int) -> str | Answer:
    """Say which earlier decision a proposal takes the place of."""
    view = decision_view(decision_id)
    matter = matter_of(view.decision)
    if not may(actor(), "decisions.read", matter):
        raise NotFound()
    if not may(actor(), "decisions.put_to_vote", matter):
        authorize(actor(), "decisions.edit", matter)
    form = ReplacesForm()
    if request.method == "GET":
        form.number.data = view.replaces[1].partition(":")[0] if view.replaces else ""
    elif form.validate_on_submit():
        found = by_number(form.number.data) if form.number.data else None
        try:
            if form.number.data and found is None:
                form.refuse("There is no decision with this number in the register", "number")
            else:
                set_supersedes(actor(), decision_id, found)
                flash("Saved.", "success")
                return redirect(url_for("decisions.show", decision_id=decision_id), 303)
        except Refusal as no:
            form.refuse(no.words, no.field)
    return render_template("decisions/replaces_form.html", view=view, form=form)
