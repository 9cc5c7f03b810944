"""A maturity workshop while it goes on: opened, levels locked, closed."""

from sqlalchemy import bindparam, literal_column, select

from federation.toolkit import (
    Actor,
    Invalid,
    Refusal,
    authorize,
    database_now,
    index,
    insert_many,
    plain_text,
    session,
    unit_of_work,
)

from ..models.workshops import Workshop, WorkshopEntry, WorkshopGroup
from .workshop_plans import sizes_for
from .workshop_state import KIND, found_as, move, moving, write_down

LONGEST_NEXT_STEPS = 4_000  # characters

_TITLE = select(Workshop.title).where(Workshop.id == bindparam("workshop"))
_ENTERED = (
    select(WorkshopEntry.id)
    .join(WorkshopGroup, WorkshopGroup.id == WorkshopEntry.group_id)
    .where(WorkshopGroup.workshop_id == bindparam("workshop"))
    .limit(literal_column("1"))
)
_OPEN = moving(
    "prepared",
    state="open",
    present=bindparam("present"),
    opened_at=database_now(),
    opened_by=bindparam("person"),
)
_LOCK = moving("open", state="locked", locked_at=database_now(), locked_by=bindparam("person"))
_UNLOCK = moving("locked", state="open", locked_at=None, locked_by=None)
_CLOSE = moving(
    "locked",
    state="closed",
    ended_at=database_now(),
    ended_by=bindparam("person"),
    next_steps=bindparam("words"),
)


def open_workshop(actor: Actor, workshop_id: int, present: int) -> tuple[int, ...]:
    """Make the groups for the people who came, and let them enter levels. Returns the sizes of the groups."""
    authorize(actor, "diagnostics.run")
    sizes = sizes_for(present, "present")
    with unit_of_work():
        move(_OPEN, workshop_id, person=actor.person_id, present=present)
        insert_many(
            WorkshopGroup,
            [
                {"workshop_id": workshop_id, "number": number, "size": size, "entered": 0}
                for number, size in enumerate(sizes, 1)
            ],
        )
        write_down(actor, "opened", workshop_id)
    return sizes


def lock(actor: Actor, workshop_id: int) -> None:
    """Let the levels stand as they are; groups enter their votes for priorities from now on."""
    authorize(actor, "diagnostics.run")
    with unit_of_work():
        move(_LOCK, workshop_id, person=actor.person_id)
        if session.scalar(_ENTERED, {"workshop": workshop_id}) is None:
            raise Refusal("No group has entered a level yet.")
        write_down(actor, "locked", workshop_id)


def unlock(actor: Actor, workshop_id: int) -> None:
    """Let groups change levels again; votes that were entered stay."""
    authorize(actor, "diagnostics.run")
    with unit_of_work():
        move(_UNLOCK, workshop_id)
        write_down(actor, "unlocked", workshop_id)


def close(actor: Actor, workshop_id: int, next_steps: str = "") -> None:
    """End the workshop: nothing can be changed any more, and every member reads the result."""
    authorize(actor, "diagnostics.run")
    next_steps = plain_text(next_steps, "next_steps")
    if len(next_steps) > LONGEST_NEXT_STEPS:
        words = f"This has {len(next_steps):,} characters. Shorten it to {LONGEST_NEXT_STEPS:,} or fewer"
        raise Invalid(words, "next_steps")
    with unit_of_work():
        move(_CLOSE, workshop_id, person=actor.person_id, words=next_steps)
        index(KIND, workshop_id, found_as(session.scalar(_TITLE, {"workshop": workshop_id})), next_steps)
        write_down(actor, "closed", workshop_id)
