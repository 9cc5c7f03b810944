"""The page that a lead opens on Monday: where the work of a group stands; and how a lead says so."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from federation.decisions.register.queries.of_group import decisions_of_group
from federation.kernel.days import time_now, today
from federation.kernel.policy import authorize, may
from federation.kernel.web import actor, permission
from federation.mandates.queries.standing import mandate_of
from federation.workstreams.actions.planning import say_status
from federation.workstreams.blueprint import GROUP, blueprint
from federation.workstreams.forms.planning import StatusForm
from federation.workstreams.queries.items import brought_words, counts_of, first_items
from federation.workstreams.queries.milestones import milestones_of, progress, progress_words
from federation.workstreams.queries.reading import group_read, work_of
from federation.workstreams.queries.status import status_now, statuses_of
from federation.workstreams.queries.tasks import first_tasks

MOST_ITEMS = 5
"""Work without an end that the page shows."""
MOST_TASKS = 10
"""Tasks that the page shows, of those to do."""


@blueprint.get(f"{GROUP}/workstream")
@permission("workstreams.read")
def workstream(group_id: int) -> str:
    """The work of a group: how it stands, how far it has come, and what comes next."""
    reader = actor()
    group = group_read(reader, group_id)
    milestones, now = milestones_of(group_id), today()
    follows = may(reader, "workstreams.follow", work_of(group))
    tasks, more = first_tasks(group_id, "", reader, MOST_TASKS) if follows else ([], False)
    return render_template(
        "workstreams/workstream.html",
        group=group,
        status=status_now(group_id),
        milestones=[one for one in milestones if one.dropped_at is None],
        dropped=[one for one in milestones if one.dropped_at is not None],
        progress=progress_words(progress(milestones, now)),
        today=now,
        follows=follows,
        tasks=tasks,
        more=more,
        now=time_now(),
        mandate=mandate_of(group_id),
        items=first_items(group_id, MOST_ITEMS, show="open")[0],
        brought=brought_words(counts_of(group_id, now.year)),
        may_bring=group.ended_at is None and may(reader, "workstreams.bring", work_of(group)),
        decisions=decisions_of_group(group_id, reader.person_id),
        leads=may(reader, "workstreams.lead", work_of(group)),
        works=may(reader, "workstreams.work", work_of(group)),
    )


@blueprint.get(f"{GROUP}/status")
@permission("workstreams.read")
def statuses(group_id: int) -> str:
    """What leads have said of the work, the newest first."""
    group = group_read(actor(), group_id)
    return render_template("workstreams/statuses.html", group=group, statuses=statuses_of(group_id))


@blueprint.route(f"{GROUP}/status/new", methods=["GET", "POST"])
@permission("workstreams.lead")
def new_status(group_id: int) -> Any:
    """Say how the work stands."""
    group = group_read(actor(), group_id)
    authorize(actor(), "workstreams.lead", work_of(group))
    form = StatusForm()
    if form.does(lambda: say_status(actor(), group_id, form.status.data, form.words.data)):
        flash("It is said. Everybody who may read the work of the group sees it.", "success")
        return redirect(url_for(".workstream", group_id=group_id), 303)
    return render_template(
        "workstreams/status_form.html", form=form, group=group, status=status_now(group_id)
    )
