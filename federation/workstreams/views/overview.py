"""The page that a lead opens on Monday: where the work of a group stands; and how a lead says so."""

from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, url_for

from federation.decisions.register.queries.of_group import decisions_of_group
from federation.kernel.days import time_now
from federation.kernel.policy import Actor, authorize, may
from federation.kernel.web import actor, permission
from federation.kernel.words import LONDON
from federation.mandates.queries.standing import mandate_of
from federation.network.groups.queries import ListedGroup
from federation.plugin.door import door
from federation.workstreams.actions.planning import say_status
from federation.workstreams.blueprint import GROUP, blueprint
from federation.workstreams.forms.planning import StatusForm
from federation.workstreams.places import WorkstreamShown
from federation.workstreams.queries.hours import given_words
from federation.workstreams.queries.items import brought_words, counts_of, first_items
from federation.workstreams.queries.milestones import milestones_of, progress, progress_words
from federation.workstreams.queries.reading import group_read, work_of
from federation.workstreams.queries.status import status_now, statuses_of
from federation.workstreams.queries.talks import said_and_filed
from federation.workstreams.queries.tasks import first_tasks, task_counts
from federation.workstreams.words import TASK_LISTS

MOST_ITEMS = 5
"""Work without an end that the page shows."""
MOST_TASKS = 10
"""Tasks that the page shows, of those to do."""


@blueprint.get(f"{GROUP}/workstream")
@permission("workstreams.read")
def workstream(group_id: int) -> str:
    """The work of a group: how it stands, how far it has come, and what comes next."""
    reader, now = actor(), time_now()
    group = group_read(reader, group_id)
    milestones, day_now = milestones_of(group_id), now.astimezone(LONDON).date()
    stands = group.ended_at is None
    return render_template(
        "workstreams/workstream.html",
        group=group,
        now=now,
        today=day_now,
        status=status_now(group_id),
        milestones=[one for one in milestones if one.dropped_at is None],
        dropped=[one for one in milestones if one.dropped_at is not None],
        progress=progress_words(progress(milestones, day_now)),
        items=first_items(group_id, MOST_ITEMS, show="open")[0],
        brought=brought_words(counts_of(group_id, day_now.year)),
        mandate=mandate_of(group_id),
        decisions=decisions_of_group(group_id, reader.person_id),
        panels=door().calls.panels(
            "workstreams.workstream", WorkstreamShown(group.id, group.code, group.name, stands)
        ),
        leads=may(reader, "workstreams.lead", work_of(group)),
        works=may(reader, "workstreams.work", work_of(group)),
        may_bring=stands and may(reader, "workstreams.bring", work_of(group)),
        **_followed(group, reader, now),
    )


def _followed(group: ListedGroup, reader: Actor, now: datetime) -> dict[str, Any]:
    """What those read of a workstream who follow it: its tasks, what is said, its files, and the time that was given."""
    if not may(reader, "workstreams.follow", work_of(group)):
        return {"follows": False}
    tasks, more = first_tasks(group.id, "", reader, MOST_TASKS)
    said, filed = said_and_filed(group.id)
    return {
        "follows": True,
        "tasks": tasks,
        "more": more,
        "counts": task_counts(group.id, reader, now)._asdict(),
        "lists": {name: words for name, words in TASK_LISTS.items() if name != "over"},
        "said": said,
        "filed": filed,
        "given": given_words(group.id, now.astimezone(LONDON).year),
    }


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
