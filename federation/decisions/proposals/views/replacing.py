"""Which earlier decision a proposal takes the place of."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from federation.decisions.blueprint import blueprint
from federation.decisions.held import matter_of
from federation.decisions.proposals.actions.replacing import set_supersedes
from federation.decisions.proposals.forms import ReplacesForm
from federation.decisions.seen import by_number, decision_view
from federation.kernel.policy import authorize, may
from federation.kernel.refusals import Invalid, NotFound
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
    elif form.does(lambda: set_supersedes(actor(), decision_id, _in_register(form.number.data))):
        flash("Saved.", "success")
        return redirect(url_for("decisions.show", decision_id=decision_id), 303)
    return render_template("decisions/replaces_form.html", view=view, form=form)


def _in_register(number: str) -> int | None:
    """The decision that somebody named; None where they named none."""
    found = by_number(number) if number else None
    if number and found is None:
        raise Invalid("There is no decision with this number in the register", "number")
    return found
