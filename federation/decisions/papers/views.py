"""The page on which the authors of a proposal add and remove its papers."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from federation.decisions.blueprint import blueprint, to_page
from federation.decisions.papers.actions import MOST_PAPERS, add_papers
from federation.decisions.papers.actions import remove_paper as take_away
from federation.decisions.papers.forms import PapersForm
from federation.decisions.proposals.queries.texts import text_of
from federation.decisions.proposals.views.heads import write_head
from federation.kernel.web import actor, permission


@blueprint.route("/decisions/<int:decision_id>/papers", methods=["GET", "POST"])
@permission("decisions.edit")
def papers(decision_id: int) -> str | Response:
    """See, add and remove papers."""
    head = write_head(decision_id)
    form = PapersForm()
    if done := form.does(lambda: add_papers(actor(), decision_id, form.file.sent)):
        names = ", ".join(one.name for one in done.answer.papers)
        flash(f"Added: {names}. This is version {done.answer.version}.", "success")
        return to_page("papers", decision_id=decision_id)
    text = text_of(decision_id, head.version)
    return render_template("decisions/papers.html", head=head, text=text, form=form, most=MOST_PAPERS)


@blueprint.post("/decisions/<int:decision_id>/papers/<int:file_id>/remove")
@permission("decisions.edit")
def remove_paper(decision_id: int, file_id: int) -> Response:
    """Take a paper away."""
    gone = take_away(actor(), decision_id, file_id)
    flash(f"Removed: {gone.name}.", "success")
    return redirect(url_for("decisions.papers", decision_id=decision_id), 303)
