"""The page on which papers of an item are added and taken away."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from federation.kernel.policy import authorize
from federation.kernel.web import actor, permission
from federation.meetings.actions.papers import MOST_PAPERS, add_papers_to, remove_paper_from
from federation.meetings.blueprint import ITEM, NUMBER, blueprint
from federation.meetings.forms.coming import ItemPapersForm
from federation.meetings.queries.agenda import item_of
from federation.meetings.queries.meetings import meeting_here
from federation.meetings.queries.papers import papers_on
from federation.meetings.rules import against_new_papers


@blueprint.route(f"{ITEM}/papers", methods=["GET", "POST"])
@permission("meetings.speak")
def papers(meeting_id: int, item_id: int) -> Any:
    """See, add and remove the papers of an item."""
    found, (_, item), reader = meeting_here(meeting_id), item_of(meeting_id, item_id), actor()
    authorize(reader, "meetings.speak", found.whose)
    if item.added_by != reader.person_id:
        authorize(reader, "meetings.run", found.whose)
    form = ItemPapersForm()
    if done := form.does(lambda: add_papers_to(reader, meeting_id, item_id, form.file.sent)):
        flash(f"Added: {', '.join(one.name for one in done.answer)}.", "success")
        return redirect(url_for(".papers", meeting_id=meeting_id, item_id=item_id), 303)
    return render_template(
        "meetings/papers.html",
        form=form,
        meeting=found,
        item=item,
        papers=papers_on(meeting_id).get(item_id, ()),
        most=MOST_PAPERS,
        stays=against_new_papers(found.state != "called", item.vote and item.vote.state),
    )


@blueprint.post(f"{ITEM}/papers/<{NUMBER}:paper_id>/remove")
@permission("meetings.speak")
def remove_paper(meeting_id: int, item_id: int, paper_id: int) -> Response:
    """Take a paper away."""
    gone = remove_paper_from(actor(), meeting_id, item_id, paper_id)
    flash(f"Removed: {gone.name}.", "success")
    return redirect(url_for(".papers", meeting_id=meeting_id, item_id=item_id), 303)
