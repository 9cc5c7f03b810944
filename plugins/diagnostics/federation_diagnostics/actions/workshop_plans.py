"""The plan of a workshop: prepared, changed until it is opened, called off."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam

from federation.toolkit import (
    Actor,
    Invalid,
    authorize,
    database_now,
    forget,
    index,
    plain_text,
    session,
    time_now,
    unit_of_work,
)

from ..models.workshops import Workshop
from ..rules.errors import DiagnosticsError
from ..rules.protocol import groups, timetable
from .workshop_state import KIND, found_as, move, moving, write_down

MOST_PEOPLE = 400


class WorkshopPlan(NamedTuple):
    """What a workshop is called, when it begins, how many minutes it takes, where, and for how many people."""

    title: str
    starts_at: datetime
    minutes: int
    place: str
    expected: int


_CHANGE = moving("prepared", **{name: bindparam(f"new_{name}") for name in WorkshopPlan._fields})
_CALL_OFF = moving(
    "prepared", "open", "locked", state="called_off", ended_at=database_now(), ended_by=bindparam("person")
)


def prepare(actor: Actor, plan: WorkshopPlan) -> int:
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
            prepared_at=time_now(),
        )
        session.add(made)
        session.flush()
        index(KIND, made.id, found_as(plan.title), plan.place)
        write_down(actor, "prepared", made.id)
    return made.id


def change(actor: Actor, workshop_id: int, plan: WorkshopPlan) -> None:
    """Change the plan, until the workshop is opened."""
    authorize(actor, "diagnostics.run")
    plan = _checked(plan)
    with unit_of_work():
        move(_CHANGE, workshop_id, **{f"new_{name}": value for name, value in plan._asdict().items()})
        index(KIND, workshop_id, found_as(plan.title), plan.place)
        write_down(actor, "changed", workshop_id)


def call_off(actor: Actor, workshop_id: int) -> None:
    """The workshop does not take place, or not to its end; what groups entered is not shown."""
    authorize(actor, "diagnostics.run")
    with unit_of_work():
        move(_CALL_OFF, workshop_id, person=actor.person_id)
        forget(KIND, workshop_id)
        write_down(actor, "called_off", workshop_id)


def sizes_for(people: int, field: str) -> tuple[int, ...]:
    """The sizes of the groups for so many people. Raises ``Invalid`` at the field where the number was typed."""
    if people > MOST_PEOPLE:
        raise Invalid(f"A workshop can have {MOST_PEOPLE} people at most", field)
    try:
        return groups(people)
    except DiagnosticsError as error:
        raise Invalid(error.message, field) from None


def _checked(plan: WorkshopPlan) -> WorkshopPlan:
    title = plain_text(" ".join(plan.title.split()), "title", "Enter what this workshop is called")
    plan = plan._replace(title=title, place=plain_text(" ".join(plan.place.split()), "place"))
    try:
        timetable(plan.starts_at, plan.minutes)
    except DiagnosticsError as error:
        raise Invalid(error.message, error.field) from None
    sizes_for(plan.expected, "expected")
    return plan
