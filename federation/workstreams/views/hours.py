"""The pages of the time that people give to tasks of groups."""

from typing import Any

from flask import flash, redirect, render_template, session, url_for

from federation.kernel.policy import authorize
from federation.kernel.web import actor, permission
from federation.network.ledger.words import hours
from federation.workstreams.actions.hours import note_hours, take_hours_back
from federation.workstreams.blueprint import NUMBER, blueprint
from federation.workstreams.forms.hours import HoursForm
from federation.workstreams.queries.hours import hours_of, minutes_of, task_of_hours
from federation.workstreams.queries.tasks import task_read


@blueprint.route(f"/tasks/<{NUMBER}:task_id>/hours", methods=["GET", "POST"])
@permission("workstreams.give")
def hours_given(task_id: int) -> Any:
    """Who gave how much time to a task, and noting what one gave oneself."""
    found, group = task_read(actor(), task_id)
    authorize(actor(), "workstreams.give", found.thing)
    form = HoursForm()
    if form.does(lambda: note_hours(actor(), task_id, form.in_minutes(), session.get("practice"))):
        flash("It is noted. Thank you for your time.", "success")
        return redirect(url_for(".hours_given", task_id=task_id), 303)
    lines = hours_of(task_id)
    return render_template(
        "workstreams/hours.html",
        form=form,
        task=found,
        group=group,
        lines=lines,
        whole=hours(minutes_of(lines)),
        me=actor().person_id,
    )


@blueprint.post(f"/hours/<{NUMBER}:hours_id>/back")
@permission("workstreams.retell")
def take_hours(hours_id: int) -> Any:
    """Take back time that one noted."""
    found, whose = task_of_hours(actor(), hours_id)
    authorize(actor(), "workstreams.retell", whose)
    take_hours_back(actor(), hours_id)
    flash("It is taken back.", "success")
    return redirect(url_for(".hours_given", task_id=found.id), 303)
