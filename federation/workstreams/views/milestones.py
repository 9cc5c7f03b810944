"""The pages of milestones: setting them, one by one or as a first plan, reaching, moving and dropping them."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from federation.kernel.days import today
from federation.kernel.policy import authorize, may
from federation.kernel.web import actor, permission
from federation.kernel.words import plural
from federation.network.groups.queries import ListedGroup
from federation.workstreams.actions.planning import WantedMilestone, drop, move, reach, set_milestones
from federation.workstreams.blueprint import GROUP, NUMBER, blueprint
from federation.workstreams.forms.planning import (
    MilestoneDropForm,
    MilestoneForm,
    MilestoneMoveForm,
    PlanForm,
)
from federation.workstreams.queries.milestones import ShownMilestone, changes_of, milestone_read
from federation.workstreams.queries.reading import group_read, work_of
from federation.workstreams.queries.wordings import earlier_work
from federation.workstreams.readers import MILESTONE
from federation.workstreams.words import FIRST_PLAN

_MILESTONE = f"/milestones/<{NUMBER}:milestone_id>"


@blueprint.route(f"{GROUP}/milestones/new", methods=["GET", "POST"])
@permission("workstreams.work")
def new_milestone(group_id: int) -> Any:
    """Set a milestone."""
    group, form = _group_worked_on(group_id), MilestoneForm()
    if form.does(
        lambda: set_milestones(actor(), group_id, [WantedMilestone(form.words.data, form.due_on.data)])
    ):
        flash("The milestone is set.", "success")
        return redirect(url_for(".workstream", group_id=group_id, _anchor="milestones"), 303)
    return render_template("workstreams/milestone_form.html", form=form, group=group)


@blueprint.route(f"{GROUP}/milestones/plan", methods=["GET", "POST"])
@permission("workstreams.work")
def plan(group_id: int) -> Any:
    """Start from a plain list of milestones."""
    group = _group_worked_on(group_id)
    form = PlanForm(data={"lines": FIRST_PLAN, "weeks": 4})
    if done := form.does(lambda: set_milestones(actor(), group_id, form.milestones())):
        flash(f"{plural(len(done.answer), 'milestone is', 'milestones are')} set.", "success")
        return redirect(url_for(".workstream", group_id=group_id, _anchor="milestones"), 303)
    return render_template("workstreams/plan_form.html", form=form, group=group)


@blueprint.get(_MILESTONE)
@permission("workstreams.read")
def milestone(milestone_id: int) -> str:
    """One milestone, with why it was moved."""
    found, group = milestone_read(actor(), milestone_id)
    now = today()
    return render_template(
        "workstreams/milestone.html",
        milestone=found,
        group=group,
        tagged=found.tag(now),
        earlier=earlier_work(MILESTONE, milestone_id),
        changes=changes_of(milestone_id),
        works=found.dropped_at is None and may(actor(), "workstreams.work", work_of(group)),
    )


@blueprint.post(f"{_MILESTONE}/reached")
@permission("workstreams.work")
def reach_milestone(milestone_id: int) -> Response:
    """Note that a milestone is reached."""
    return _reached(milestone_id, True)


@blueprint.post(f"{_MILESTONE}/reopened")
@permission("workstreams.work")
def reopen_milestone(milestone_id: int) -> Response:
    """Note that a milestone is not reached after all."""
    return _reached(milestone_id, False)


@blueprint.route(f"{_MILESTONE}/move", methods=["GET", "POST"])
@permission("workstreams.work")
def move_milestone(milestone_id: int) -> Any:
    """Move a milestone to another day."""
    found, group = _milestone_worked_on(milestone_id)
    form = MilestoneMoveForm()
    if form.does(lambda: move(actor(), milestone_id, form.due_on.data, form.reason.data)):
        flash("The milestone is moved.", "success")
        return redirect(url_for(".milestone", milestone_id=milestone_id), 303)
    return render_template("workstreams/move_form.html", form=form, milestone=found, group=group)


@blueprint.route(f"{_MILESTONE}/drop", methods=["GET", "POST"])
@permission("workstreams.work")
def drop_milestone(milestone_id: int) -> Any:
    """Drop a milestone."""
    found, group = _milestone_worked_on(milestone_id)
    form = MilestoneDropForm()
    if form.does(lambda: drop(actor(), milestone_id, form.reason.data)):
        flash("The milestone is dropped.", "success")
        return redirect(url_for(".workstream", group_id=group.id), 303)
    return render_template("workstreams/drop_form.html", form=form, milestone=found, group=group)


def _reached(milestone_id: int, done: bool) -> Response:
    _found, group = _milestone_worked_on(milestone_id)
    reach(actor(), milestone_id, done)
    flash("The milestone is reached." if done else "The milestone is to come again.", "success")
    return redirect(url_for(".workstream", group_id=group.id, _anchor="milestones"), 303)


def _group_worked_on(group_id: int) -> ListedGroup:
    group = group_read(actor(), group_id)
    authorize(actor(), "workstreams.work", work_of(group))
    return group


def _milestone_worked_on(milestone_id: int) -> tuple[ShownMilestone, ListedGroup]:
    found, group = milestone_read(actor(), milestone_id)
    authorize(actor(), "workstreams.work", work_of(group))
    return found, group
