"""The pages on which the work of a group is worded anew."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from federation.kernel.policy import authorize
from federation.kernel.web import actor, permission
from federation.workstreams.actions.rewording import reword_item, reword_milestone, reword_task
from federation.workstreams.blueprint import NUMBER, blueprint
from federation.workstreams.forms.rewording import ItemWordsForm, MilestoneWordsForm, TaskWordsForm
from federation.workstreams.queries.items import item_read
from federation.workstreams.queries.milestones import milestone_read
from federation.workstreams.queries.reading import work_of
from federation.workstreams.queries.tasks import task_read

_CHANGED = "It is changed. What stood there before can still be read."


@blueprint.route(f"/work/<{NUMBER}:work_id>/words", methods=["GET", "POST"])
@permission("workstreams.work")
def item_words(work_id: int) -> Any:
    """Say otherwise what was brought to a group."""
    found, group = item_read(actor(), work_id)
    authorize(actor(), "workstreams.work", work_of(group))
    form, back = (
        ItemWordsForm(data={"title": found.title, "words": found.words}),
        url_for(".item", work_id=work_id),
    )
    if form.does(lambda: reword_item(actor(), work_id, form.title.data, form.words.data)):
        flash(_CHANGED, "success")
        return redirect(back, 303)
    return render_template("workstreams/words_form.html", form=form, group=group, back=back)


@blueprint.route(f"/milestones/<{NUMBER}:milestone_id>/words", methods=["GET", "POST"])
@permission("workstreams.work")
def milestone_words(milestone_id: int) -> Any:
    """Say otherwise what a milestone is."""
    found, group = milestone_read(actor(), milestone_id)
    authorize(actor(), "workstreams.work", work_of(group))
    form, back = (
        MilestoneWordsForm(data={"words": found.words}),
        url_for(".milestone", milestone_id=milestone_id),
    )
    if form.does(lambda: reword_milestone(actor(), milestone_id, form.words.data)):
        flash(_CHANGED, "success")
        return redirect(back, 303)
    return render_template("workstreams/words_form.html", form=form, group=group, back=back)


@blueprint.route(f"/tasks/<{NUMBER}:task_id>/words", methods=["GET", "POST"])
@permission("workstreams.work")
def task_words(task_id: int) -> Any:
    """Say otherwise what a task is."""
    found, group = task_read(actor(), task_id)
    authorize(actor(), "workstreams.work", work_of(group))
    form, back = TaskWordsForm(data={"words": found.title}), url_for(".task", task_id=task_id)
    if form.does(lambda: reword_task(actor(), task_id, form.words.data)):
        flash(_CHANGED, "success")
        return redirect(back, 303)
    return render_template("workstreams/words_form.html", form=form, group=group, back=back)
