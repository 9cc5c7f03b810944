"""A maturity workshop from its plan to its end: prepared, opened, levels locked, closed; or called off."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Update, bindparam, literal_column, select, update

from federation.toolkit import (
    Actor,
    Invalid,
    NotFound,
    Refusal,
    authorize,
    database_now,
    forget,
    index,
    insert_many,
    objection_to,
    session,
    unit_of_work,
    write_record,
)

from ..models.workshops import Workshop, WorkshopEntry, WorkshopGroup
from ..rules.errors import DiagnosticsError
from ..rules.protocol import groups, timetable

KIND = "diagnostics_workshop"
MOST_PEOPLE = 400
LONGEST_NEXT_STEPS = 4_000  # characters

_NOW = select(database_now())
_STATE = select(Workshop.state).where(Workshop.id == bindparam("workshop"))
_TITLE = select(Workshop.title).where(Workshop.id == bindparam("workshop"))
_ENTERED = (
    select(WorkshopEntry.id)
    .join(WorkshopGroup, WorkshopGroup.id == WorkshopEntry.group_id)
    .where(WorkshopGroup.workshop_id == bindparam("workshop"))
    .limit(literal_column("1"))
)
_SAID = {
    "prepared": "This workshop has not been opened yet.",
    "open": "Groups are entering levels now.",
    "locked": "The levels of this workshop are locked.",
    "closed": "This workshop is closed.",
    "called_off": "This workshop was called off.",
}


class Plan(NamedTuple):
    """What a workshop is called, when it begins, how many minutes it takes, where, and for how many people."""

    title: str
    starts_at: datetime
    minutes: int
    place: str
    expected: int


def _move(*states: str, **values: Any) -> Update:
    """Changes a workshop only while it is in one of these states."""
    return (
        update(Workshop)
        .where(Workshop.id == bindparam("workshop"), Workshop.state.in_(states))
        .values(**values)
        .execution_options(synchronize_session=False)
    )


_CHANGE = _move("prepared", **{name: bindparam(f"new_{name}") for name in Plan._fields})
_OPEN = _move(
    "prepared",
    state="open",
    present=bindparam("present"),
    opened_at=database_now(),
    opened_by=bindparam("person"),
)
_LOCK = _move("open", state="locked", locked_at=database_now(), locked_by=bindparam("person"))
_UNLOCK = _move("locked", state="open", locked_at=None, locked_by=None)
_CLOSE = _move(
    "locked",
    state="closed",
    ended_at=database_now(),
    ended_by=bindparam("person"),
    next_steps=bindparam("words"),
)
_CALL_OFF = _move(
    "prepared", "open", "locked", state="called_off", ended_at=database_now(), ended_by=bindparam("person")
)


def prepare(actor: Actor, plan: Plan) -> int:
    """Plan a workshop; every member sees when and where. Returns its number."""
    authorize(actor, "diagnostics.run")
    plan = _checked(plan)
    with unit_of_work():
        made = Workshop(
            **plan._asdict(),
            present=None,
            state="prepared",
            next_steps="",
            prepared_by=actor.person_id,
            prepared_at=session.scalar(_NOW),
        )
        session.add(made)
        session.flush()
        index(KIND, made.id, _found_as(plan.title), plan.place)
        write_record(actor.person_id, "diagnostics.workshop_prepared", f"{KIND}:{made.id}")
    return made.id


def change(actor: Actor, workshop_id: int, plan: Plan) -> None:
    """Change the plan, until the workshop is opened."""
    authorize(actor, "diagnostics.run")
    plan = _checked(plan)
    with unit_of_work():
        _moved(_CHANGE, workshop_id, **{f"new_{name}": value for name, value in plan._asdict().items()})
        index(KIND, workshop_id, _found_as(plan.title), plan.place)
        _recorded(actor, "changed", workshop_id)


def call_off(actor: Actor, workshop_id: int) -> None:
    """The workshop does not take place, or not to its end; what groups entered is not shown."""
    authorize(actor, "diagnostics.run")
    with unit_of_work():
        _moved(_CALL_OFF, workshop_id, person=actor.person_id)
        forget(KIND, workshop_id)
        _recorded(actor, "called_off", workshop_id)


def open_workshop(actor: Actor, workshop_id: int, present: int) -> tuple[int, ...]:
    """Make the groups for the people who came, and let them enter levels. Returns the sizes of the groups."""
    authorize(actor, "diagnostics.run")
    sizes = _sizes(present, "present")
    with unit_of_work():
        _moved(_OPEN, workshop_id, person=actor.person_id, present=present)
        insert_many(
            WorkshopGroup,
            [
                {"workshop_id": workshop_id, "number": number, "size": size, "entered": 0}
                for number, size in enumerate(sizes, 1)
            ],
        )
        _recorded(actor, "opened", workshop_id)
    return sizes


def lock(actor: Actor, workshop_id: int) -> None:
    """Let the levels stand as they are; groups enter their votes for priorities from now on."""
    authorize(actor, "diagnostics.run")
    with unit_of_work():
        _moved(_LOCK, workshop_id, person=actor.person_id)
        if session.scalar(_ENTERED, {"workshop": workshop_id}) is None:
            raise Refusal("No group has entered a level yet.")
        _recorded(actor, "locked", workshop_id)


def unlock(actor: Actor, workshop_id: int) -> None:
    """Let groups change levels again; votes that were entered stay."""
    authorize(actor, "diagnostics.run")
    with unit_of_work():
        _moved(_UNLOCK, workshop_id)
        _recorded(actor, "unlocked", workshop_id)


def close(actor: Actor, workshop_id: int, next_steps: str = "") -> None:
    """End the workshop: nothing can be changed any more, and every member reads the result."""
    authorize(actor, "diagnostics.run")
    next_steps = next_steps.strip()
    if len(next_steps) > LONGEST_NEXT_STEPS:
        words = f"This has {len(next_steps):,} characters. Shorten it to {LONGEST_NEXT_STEPS:,} or fewer"
        raise Invalid(words, "next_steps")
    without_patients(next_steps, "next_steps")
    with unit_of_work():
        _moved(_CLOSE, workshop_id, person=actor.person_id, words=next_steps)
        index(KIND, workshop_id, _found_as(session.scalar(_TITLE, {"workshop": workshop_id})), next_steps)
        _recorded(actor, "closed", workshop_id)


def without_patients(words: str, field: str) -> None:
    """Raise ``Invalid`` for a text with an NHS number in it."""
    if objection := objection_to(words):
        raise Invalid(objection, field)


def refused_as(state: str) -> Refusal:
    """Why something cannot be done to a workshop in this state."""
    return Refusal(_SAID[state])


def _found_as(title: str | None) -> str:
    return f"Maturity workshop: {title}"


def _moved(statement: Update, workshop_id: int, **values: Any) -> None:
    if session.execute(statement, {"workshop": workshop_id, **values}).rowcount:
        return
    state = session.scalar(_STATE, {"workshop": workshop_id})
    raise NotFound() if state is None else refused_as(state)


def _recorded(actor: Actor, act: str, workshop_id: int) -> None:
    write_record(actor.person_id, f"diagnostics.workshop_{act}", f"{KIND}:{workshop_id}")


def _checked(plan: Plan) -> Plan:
    plan = plan._replace(title=" ".join(plan.title.split()), place=" ".join(plan.place.split()))
    if not plan.title:
        raise Invalid("Enter what this workshop is called", "title")
    without_patients(plan.title, "title")
    without_patients(plan.place, "place")
    try:
        timetable(plan.starts_at, plan.minutes)
    except DiagnosticsError as error:
        raise Invalid(error.message, error.field) from None
    _sizes(plan.expected, "expected")
    return plan


def _sizes(people: int, field: str) -> tuple[int, ...]:
    if people > MOST_PEOPLE:
        raise Invalid(f"A workshop can have {MOST_PEOPLE} people at most", field)
    try:
        return groups(people)
    except DiagnosticsError as error:
        raise Invalid(error.message, field) from None
