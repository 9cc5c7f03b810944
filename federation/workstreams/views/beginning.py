"""The page on which a lead begins the work of a group, in one go."""

from datetime import timedelta
from typing import Any

from flask import flash, redirect, render_template, url_for

from federation.kernel.days import today
from federation.kernel.policy import authorize
from federation.kernel.web import actor, permission
from federation.workstreams.actions.beginning import begin_work
from federation.workstreams.blueprint import GROUP, blueprint
from federation.workstreams.forms.beginning import BeginningForm
from federation.workstreams.queries.reading import group_read, work_of
from federation.workstreams.words import FIRST_PLAN, FIRST_TASKS


@blueprint.route(f"{GROUP}/workstream/begin", methods=["GET", "POST"])
@permission("workstreams.lead")
def begin(group_id: int) -> Any:
    """Say how the work stands, set the first milestones and give the first tasks."""
    group = group_read(actor(), group_id)
    authorize(actor(), "workstreams.lead", work_of(group))
    now = today()
    form = BeginningForm(
        data={
            "status": "on_track",
            "lines": FIRST_PLAN,
            "first_on": now + timedelta(days=28),
            "weeks": 4,
            "tasks": FIRST_TASKS,
            "tasks_on": now + timedelta(days=14),
        }
    )
    if form.does(lambda: begin_work(actor(), group_id, form.wanted())):
        flash("The work has begun. Everybody who may read it sees the plan.", "success")
        return redirect(url_for(".workstream", group_id=group_id), 303)
    return render_template("workstreams/begin_form.html", form=form, group=group)
