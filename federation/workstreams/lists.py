"""The tasks of a group and the work that was brought to it as lists: declared once, as a page and as a spreadsheet."""

from typing import Any

from flask import url_for
from markupsafe import Markup
from sqlalchemy import or_, true

from federation.kernel.days import time_now
from federation.kernel.forms import SelectField, TextField
from federation.kernel.forms.form import QueryForm
from federation.kernel.listing import ListColumn, ListFilter, Listing, ListOrder
from federation.kernel.policy import Actor
from federation.kernel.words import day, tag
from federation.network.models import Practice
from federation.workstreams.models import WorkItem, WorkTask
from federation.workstreams.queries.items import NEWEST, ShownWork, items_to_show
from federation.workstreams.queries.tasks import BY_TIME, ShownTask, tasks_to_show
from federation.workstreams.words import ITEM_KIND_TITLES, ITEM_LISTS, TASK_LISTS


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


class ItemFilter(QueryForm):
    """What the work that was brought to a group is narrowed to."""

    kind = SelectField("Kind", [(name, words[0]) for name, words in ITEM_KIND_TITLES.items()], first="All")
    show = SelectField("Which", list(ITEM_LISTS.items()), first="All")
    q = TextField("Words or practice", at_most=100)


def item_list(group_id: int) -> Listing:
    """The work that was brought to a group, the newest first."""
    return Listing(
        statement=items_to_show(group_id),
        key=WorkItem.id,
        columns=(
            ListColumn("What", _linked_item, lambda row: row.title),
            ListColumn("Kind", lambda row: _item(row).kind_title),
            ListColumn("Who brought it", lambda row: _item(row).bringer),
            ListColumn("When", lambda row: day(row.brought_at), lambda row: row.brought_at),
            ListColumn("State", lambda row: tag(*_item(row).tag), lambda row: _item(row).tag[0]),
            ListColumn(
                "What became of it", lambda row: row.fate_words or row.led or row.act or row.task or ""
            ),
        ),
        orders=(NEWEST, ListOrder("oldest", "Oldest", WorkItem.brought_at)),
        filters=(
            ListFilter("kind", lambda kind: WorkItem.kind == kind, lambda kind: ITEM_KIND_TITLES[kind][0]),
            ListFilter("show", _has_end, lambda show: ITEM_LISTS[show]),
            ListFilter("q", _says, lambda words: f"‘{words}’"),
        ),
    )


def _has_end(show: str) -> Any:
    return WorkItem.ended_at.is_(None) if show == "open" else WorkItem.ended_at.is_not(None)


def _says(words: str) -> Any:
    return or_(
        WorkItem.title.icontains(words, autoescape=True), Practice.name.icontains(words, autoescape=True)
    )


def _item(row: Any) -> ShownWork:
    return ShownWork._make(row[: len(ShownWork._fields)])


def _linked_item(row: Any) -> Markup:
    return Markup('<a href="{}">{}</a>').format(url_for("workstreams.item", work_id=row.id), row.title)
