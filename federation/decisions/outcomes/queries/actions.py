"""Actions that follow from decisions: those of one decision, and all of them a page at a time."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Any, Literal, NamedTuple

from markupsafe import Markup
from sqlalchemy import select, tuple_, union_all

from federation.decisions.models import Decision, DecisionAction
from federation.decisions.words import ACTION_STATES
from federation.kernel.clock import machine_now
from federation.kernel.db import db
from federation.kernel.refusals import NotFound
from federation.kernel.words import LONDON, plural, tag
from federation.network.models import Practice
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
    DecisionAction.id,
    DecisionAction.title,
    DecisionAction.owner_id,
    DecisionAction.practice_id,
    DecisionAction.due_on,
    DecisionAction.state,
    DecisionAction.note,
    DecisionAction.decision_id,
)


def actions_of(decision_id: int) -> list[ActionRow]:
    """The actions of a decision, by date."""
    return _rows(select(*_COLUMNS).where(DecisionAction.decision_id == decision_id), 200, latest_first=False)


def action(action_id: int) -> ActionRow:
    """One action; NotFound where the federation has none such."""
    found = _rows(select(*_COLUMNS).where(DecisionAction.id == action_id), 1, latest_first=False)
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
    states = ("done",) if which == "done" else ("not_started", "under_way")
    parts = []
    for state in states:
        stream = select(*_COLUMNS).where(DecisionAction.state == state)
        if which == "overdue":
            stream = stream.where(DecisionAction.due_on < today())
        stream = _from(stream, mark, latest_first)
        if owners is None:
            parts.append(stream)
            continue
        person_id, practices = owners
        parts.append(stream.where(DecisionAction.owner_id == person_id))
        parts += [
            stream.where(DecisionAction.practice_id == one, DecisionAction.owner_id != person_id)
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
    if not 1 <= int(day) <= date.max.toordinal() or int(number) >= 2**62:
        return statement
    here = tuple_(
        date.fromordinal(int(day)), int(number), types=[DecisionAction.due_on.type, DecisionAction.id.type]
    )
    at = tuple_(DecisionAction.due_on, DecisionAction.id)
    return statement.where(at < here if latest_first else at > here)


def _ordered(statement: Any, latest_first: bool) -> Any:
    order = (
        (DecisionAction.due_on.desc(), DecisionAction.id.desc())
        if latest_first
        else (DecisionAction.due_on, DecisionAction.id)
    )
    return statement.order_by(*order)


def _rows(statement: Any, most: int, latest_first: bool) -> list[ActionRow]:
    found = statement.subquery()
    order = (found.c.due_on.desc(), found.c.id.desc()) if latest_first else (found.c.due_on, found.c.id)
    rows = db.session.execute(
        select(
            found.c.id,
            found.c.title,
            found.c.owner_id,
            Person.name,
            Practice.name.label("practice"),
            found.c.due_on,
            found.c.state,
            found.c.note,
            found.c.decision_id,
            Decision.year,
            Decision.ordinal,
            Decision.title.label("decision"),
        )
        .join(Decision, Decision.id == found.c.decision_id)
        .join(Person, Person.id == found.c.owner_id)
        .outerjoin(Practice, Practice.id == found.c.practice_id)
        .order_by(*order)
        .limit(most)
    )
    return [
        ActionRow(
            row.id,
            row.title,
            row.owner_id,
            row.name,
            row.practice,
            row.due_on,
            row.state,
            row.note,
            row.decision_id,
            f"{row.year}/{row.ordinal}",
            row.decision,
        )
        for row in rows
    ]


class KeptAction(NamedTuple):
    """An action as it stands, to change a part of it."""

    decision_id: int
    title: str
    owner_id: int
    practice_id: int | None
    due_on: Any
    state: str
    note: str


def kept_action(action_id: int) -> KeptAction:
    """One action as it stands."""
    row = db.session.execute(
        select(
            DecisionAction.decision_id,
            DecisionAction.title,
            DecisionAction.owner_id,
            DecisionAction.practice_id,
            DecisionAction.due_on,
            DecisionAction.state,
            DecisionAction.note,
        ).where(DecisionAction.id == action_id)
    ).first()
    if row is None:
        raise NotFound()
    return KeptAction._make(row)
