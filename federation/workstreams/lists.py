"""The tasks of a group as a list: declared once, as a page and as a spreadsheet."""

from typing import Any

from flask import url_for
from markupsafe import Markup
from sqlalchemy import true

from federation.kernel.days import time_now
from federation.kernel.forms import SelectField
from federation.kernel.forms.form import QueryForm
from federation.kernel.listing import ListColumn, ListFilter, Listing, ListOrder
from federation.kernel.policy import Actor
from federation.kernel.words import day, tag
from federation.workstreams.models import WorkTask
from federation.workstreams.queries.tasks import BY_TIME, ShownTask, tasks_to_show
from federation.workstreams.words import TASK_LISTS


class TaskFilter(QueryForm):
    """What the tasks are narrowed to."""

    show = SelectField("Which", list(TASK_LISTS.items()), first="To do")


def task_list(group_id: int, form: TaskFilter, reader: Actor) -> Listing:
    """The tasks of a group that a form asks for. One statement for the clock, and one more where overdue ones are asked for."""
    chosen = form.show.data if form.validate() else None
    now = time_now()
    return Listing(
        statement=tasks_to_show(group_id, chosen or "", reader),
        key=WorkTask.id,
        columns=(
            ListColumn("Task", _linked, lambda row: row.title),
            ListColumn("Whose", lambda row: _shown(row).owner),
            ListColumn("Due", lambda row: day(_shown(row).due_on), lambda row: row.due_at),
            ListColumn(
                "State",
                lambda row: tag(*_shown(row).tag(now)),
                lambda row: _shown(row).tag(now)[0],
            ),
            ListColumn("What it waits for, or what came of it", lambda row: row.words),
        ),
        orders=(BY_TIME, ListOrder("latest", "Due last", WorkTask.due_at, newest_first=True)),
        filters=(ListFilter("show", lambda _: true(), lambda show: TASK_LISTS[show]),),
    )


def _shown(row: Any) -> ShownTask:
    """A row of the list, without what the list adds to it."""
    return ShownTask._make(row[: len(ShownTask._fields)])


def _linked(row: Any) -> Markup:
    return Markup('<a href="{}">{}</a>').format(url_for("workstreams.task", task_id=row.id), row.title)
