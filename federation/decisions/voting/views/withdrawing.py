"""Taking a proposal back."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from federation.decisions.blueprint import blueprint
from federation.decisions.proposals.views.heads import read_head
from federation.decisions.voting.actions import withdrawing
from federation.decisions.voting.forms import WithdrawForm
from federation.kernel.policy import authorize
from federation.kernel.second_factor import DEMANDED_OF, fresh
from federation.kernel.web import actor, permission


@blueprint.route("/decisions/<int:decision_id>/withdraw", methods=["GET", "POST"])
@permission("decisions.put_to_vote")
@fresh(DEMANDED_OF)
def withdraw(decision_id: int) -> str | Response:
    """Take a proposal back, with a reason."""
    head = read_head(decision_id)
    authorize(actor(), "decisions.put_to_vote", head.matter)
    form = WithdrawForm()
    if form.does(lambda: withdrawing.withdraw(actor(), decision_id, form.reason.data)):
        flash("The vote is called off." if head.state == "open" else "The proposal is withdrawn.", "success")
        return redirect(url_for("decisions.show", decision_id=decision_id), 303)
    return render_template("decisions/withdraw.html", form=form, head=head)
