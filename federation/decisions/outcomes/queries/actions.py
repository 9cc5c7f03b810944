"""Actions that follow from decisions: those of one decision, and all of them a page at a time."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Any, Literal, NamedTuple

from markupsafe import Markup
from sqlalchemy import ColumnElement, literal_column, select, tuple_, union_all

from federation.decisions.models import Decision, DecisionAction, number_in
from federation.decisions.words import ACTION_STATES, action_state
from federation.kernel.clock import machine_now
from federation.kernel.days import end_of_day, last_day
from federation.kernel.db import db
from federation.kernel.refusals import NotFound
from federation.kernel.words import LONDON, plural, tag
from federation.network.models import Practice, ThingDue
from federation.people.models import Person

PAGE = 20
Which = Literal["open", "overdue", "done"]


class ActionRow(NamedTuple):
    """An action as lists show it. ``mark`` is its place in the list."""

    id: int
    title: str
    owner_id: int
    owner: str
    practice: str | None
    practice_id: int | None
    due_on: date
    state: str
    note: str
    decision_id: int
    number: str
    decision: str

    @property
    def days_late(self) -> int:
        """How many days it is late; 0 when it is done or not due yet."""
        return 0 if self.state == "done" else max(0, (today() - self.due_on).days)

    @property
    def tag(self) -> Markup:
        """How it stands: late in red, else its state."""
        if self.days_late:
            return tag(f"Overdue by {plural(self.days_late, 'day')}", "red")
        return ACTION_STATES[self.state].tag

    @property
    def mark(self) -> str:
        """Its place in a list, for an address."""
        return f"{self.due_on.toordinal()}.{self.id}"


class ActionPage(NamedTuple):
    """Some actions, and the mark to go on from, or None."""

    rows: Sequence[ActionRow]
    after: str | None


def today() -> date:
    """The day it is in England."""
    return machine_now().astimezone(LONDON).date()


_COLUMNS = (
    ThingDue.id,
    ThingDue.words,
    ThingDue.person_id,
    ThingDue.practice_id,
    ThingDue.due_at,
    ThingDue.begun,
    ThingDue.done_at,
    ThingDue.word,
    DecisionAction.decision_id,
)


def _actions(*conditions: ColumnElement[bool]) -> Any:
    of_ours = ThingDue.feature == literal_column("'decisions'")
    return (
        select(*_COLUMNS).join(DecisionAction, DecisionAction.id == ThingDue.id).where(of_ours, *conditions)
    )


def actions_of(decision_id: int) -> list[ActionRow]:
    """The actions of a decision, by date."""
    return _rows(_actions(DecisionAction.decision_id == decision_id), 200, latest_first=False)


def action(action_id: int) -> ActionRow:
    """One action; NotFound where the federation has none such."""
    found = _rows(_actions(ThingDue.id == action_id), 1, latest_first=False)
    if not found:
        raise NotFound()
    return found[0]


def actions(
    which: Which, mark: str = "", owners: tuple[int, Collection[int]] | None = None, most: int = PAGE
) -> ActionPage:
    """A page of actions: not done yet by date, only those late, or done with the latest first.

    ``owners`` narrows to a person's own and those of these practices.
    """
    latest_first = which == "done"
    stream = _actions(ThingDue.done_at.is_not(None) if latest_first else ThingDue.is_open())
    if which == "overdue":
        stream = stream.where(ThingDue.due_at <= machine_now())
    stream, parts = _from(stream, mark, latest_first), []
    if owners is None:
        parts.append(stream)
    else:
        person_id, practices = owners
        parts.append(stream.where(ThingDue.person_id == person_id))
        parts += [
            stream.where(ThingDue.practice_id == one, ThingDue.person_id != person_id)
            for one in sorted(set(practices))
        ]
    ordered = [_ordered(part, latest_first).limit(most + 1) for part in parts]
    together = select(union_all(*(select(part.subquery()) for part in ordered)).subquery())
    found = _rows(together, most + 1, latest_first)
    return ActionPage(found[:most], found[most - 1].mark if len(found) > most else None)


def every_action(which: Which, owners: tuple[int, Collection[int]] | None = None) -> Iterator[ActionRow]:
    """All actions of a list, without loading them together."""
    mark: str | None = ""
    while mark is not None:
        page = actions(which, mark, owners, 500)
        yield from page.rows
        mark = page.after


def _from(statement: Any, mark: str, latest_first: bool) -> Any:
    day, _, number = mark.partition(".")
    if not (day.isascii() and day.isdigit() and number.isascii() and number.isdigit() and len(mark) < 30):
        return statement
    if not 1 <= int(day) < date.max.toordinal() or int(number) >= 2**62:
        return statement
    here = tuple_(
        end_of_day(date.fromordinal(int(day))), int(number), types=[ThingDue.due_at.type, ThingDue.id.type]
    )
    at = tuple_(ThingDue.due_at, ThingDue.id)
    return statement.where(at < here if latest_first else at > here)


def _ordered(statement: Any, latest_first: bool) -> Any:
    order = (ThingDue.due_at.desc(), ThingDue.id.desc()) if latest_first else (ThingDue.due_at, ThingDue.id)
    return statement.order_by(*order)


def _rows(statement: Any, most: int, latest_first: bool) -> list[ActionRow]:
    found = statement.subquery()
    order = (found.c.due_at.desc(), found.c.id.desc()) if latest_first else (found.c.due_at, found.c.id)
    rows = db.session.execute(
        select(
            found.c.id,
            found.c.words,
            found.c.person_id,
            Person.name,
            Practice.name.label("practice"),
            found.c.practice_id,
            found.c.due_at,
            found.c.begun,
            found.c.done_at,
            found.c.word,
            found.c.decision_id,
            Decision.year,
            Decision.ordinal,
            Decision.series,
            Decision.title.label("decision"),
        )
        .join(Decision, Decision.id == found.c.decision_id)
        .join(Person, Person.id == found.c.person_id)
        .outerjoin(Practice, Practice.id == found.c.practice_id)
        .order_by(*order)
        .limit(most)
    )
    return [
        ActionRow(
            row.id,
            row.words,
            row.person_id,
            row.name,
            row.practice,
            row.practice_id,
            last_day(row.due_at),
            action_state(row.begun, row.done_at),
            row.word,
            row.decision_id,
            number_in(row.series, row.year, row.ordinal),
            row.decision,
        )
        for row in rows
    ]
