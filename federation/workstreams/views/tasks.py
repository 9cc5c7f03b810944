"""The pages of tasks: the list with its spreadsheet, giving one, how it stands, and handing it on."""

from collections.abc import Sequence
from typing import Any

from flask import Response, flash, redirect, render_template, url_for

from federation.kernel.days import time_now
from federation.kernel.policy import authorize, may
from federation.kernel.web import actor, here, permission
from federation.network.groups.queries import ListedGroup
from federation.network.members.queries.people import practices_to_choose
from federation.workstreams.actions.tasks import change_task, give_task, hand_on
from federation.workstreams.blueprint import GROUP, NUMBER, blueprint
from federation.workstreams.forms.tasks import TaskForm, TaskOwnerForm, TaskStateForm
from federation.workstreams.lists import TaskFilter, task_list
from federation.workstreams.queries.reading import work_of
from federation.workstreams.queries.tasks import ShownTask, group_followed, people_to_choose, task_read
from federation.workstreams.queries.wordings import earlier_work
from federation.workstreams.readers import TASK

_TASK = f"/tasks/<{NUMBER}:task_id>"


@blueprint.get(f"{GROUP}/tasks")
@permission("workstreams.follow")
def tasks(group_id: int) -> str:
    """The tasks of a group, to narrow and take away."""
    group, form = group_followed(actor(), group_id), TaskFilter()
    return render_template(
        "workstreams/tasks.html",
        group=group,
        listed=task_list(group_id, form, actor()).page(form),
        works=_works(group),
    )


@blueprint.get(f"{GROUP}/tasks/all.csv")
@permission("workstreams.follow")
def tasks_csv(group_id: int) -> Response:
    """The tasks that the list shows, as a spreadsheet."""
    group, form = group_followed(actor(), group_id), TaskFilter()
    return task_list(group_id, form, actor()).file(f"{here().slug}-{group.code.lower()}-tasks.csv", form)


@blueprint.route(f"{GROUP}/tasks/new", methods=["GET", "POST"])
@permission("workstreams.work")
def new_task(group_id: int) -> Any:
    """Give somebody a task."""
    group = group_followed(actor(), group_id)
    authorize(actor(), "workstreams.work", work_of(group))
    form = TaskForm(people_to_choose(group_id), _practices(group), group.reads != "all")
    if done := form.does(lambda: give_task(actor(), group_id, form.words.data, form.owner, form.due_on.data)):
        flash("The task is given. It stands on the Home of whoever has it.", "success")
        return redirect(url_for(".task", task_id=done.answer), 303)
    return render_template("workstreams/task_form.html", form=form, group=group)


@blueprint.get(_TASK)
@permission("workstreams.follow")
def task(task_id: int) -> str:
    """One task."""
    found, group = task_read(actor(), task_id)
    return _task_page(found, group, TaskStateForm(_works(group), formdata=None))


@blueprint.route(f"{_TASK}/state", methods=["GET", "POST"])
@permission("workstreams.task")
def task_state(task_id: int) -> Any:
    """Say how a task stands."""
    found, group = task_read(actor(), task_id)
    authorize(actor(), "workstreams.task", found.thing)
    form = TaskStateForm(_works(group))
    if form.does(lambda: change_task(actor(), task_id, form.state.data, form.words.data)):
        flash("It is noted how the task stands.", "success")
        return redirect(url_for(".task", task_id=task_id), 303)
    return _task_page(found, group, form)


def _task_page(found: ShownTask, group: ListedGroup, form: TaskStateForm) -> str:
    return render_template(
        "workstreams/task.html",
        form=form,
        task=found,
        group=group,
        earlier=earlier_work(TASK, found.id),
        tagged=found.tag(time_now()),
        changes=group.ended_at is None and may(actor(), "workstreams.task", found.thing),
        works=_works(group),
        gives=may(actor(), "workstreams.give", found.thing),
    )


def _works(group: ListedGroup) -> bool:
    return may(actor(), "workstreams.work", work_of(group))


@blueprint.route(f"{_TASK}/owner", methods=["GET", "POST"])
@permission("workstreams.work")
def hand_task_on(task_id: int) -> Any:
    """Give a task to somebody else, or another day."""
    found, group = task_read(actor(), task_id)
    authorize(actor(), "workstreams.work", work_of(group))
    form = TaskOwnerForm(
        people_to_choose(group.id),
        _practices(group),
        group.reads != "all",
        data={"person": found.person_id, "practice": found.practice_code, "due_on": found.due_on},
    )
    if form.does(lambda: hand_on(actor(), task_id, form.owner, form.due_on.data)):
        flash("The task is handed on.", "success")
        return redirect(url_for(".task", task_id=task_id), 303)
    return render_template("workstreams/owner_form.html", form=form, task=found, group=group)


def _practices(group: ListedGroup) -> Sequence[tuple[str, str]] | None:
    return practices_to_choose() if group.reads == "all" else ()
