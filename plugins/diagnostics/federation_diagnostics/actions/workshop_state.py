"""The state of a workshop: how it is moved on, and why it cannot be."""

from typing import Any

from sqlalchemy import Update, bindparam, select, update

from federation.toolkit import Actor, NotFound, Refusal, rows_changed, session, write_record

from ..models.workshops import Workshop

KIND = "diagnostics_workshop"

_STATE = select(Workshop.state).where(Workshop.id == bindparam("workshop"))
_SAID = {
    "prepared": "This workshop has not been opened yet.",
    "open": "Groups are entering levels now.",
    "locked": "The levels of this workshop are locked.",
    "closed": "This workshop is closed.",
    "called_off": "This workshop was called off.",
}


def moving(*states: str, **values: Any) -> Update:
    """A statement that changes a workshop only while it is in one of these states."""
    return (
        update(Workshop)
        .where(Workshop.id == bindparam("workshop"), Workshop.state.in_(states))
        .values(**values)
        .execution_options(synchronize_session=False)
    )


def move(statement: Update, workshop_id: int, **values: Any) -> None:
    """Move a workshop on. Raises ``Refusal`` where its state does not allow that, ``NotFound`` where there is none."""
    if rows_changed(statement, {"workshop": workshop_id, **values}):
        return
    state = session.scalar(_STATE, {"workshop": workshop_id})
    raise NotFound() if state is None else refused_as(state)


def refused_as(state: str) -> Refusal:
    """Why something cannot be done to a workshop in this state."""
    return Refusal(_SAID[state])


def found_as(title: str | None) -> str:
    """What search calls a workshop."""
    return f"Maturity workshop: {title}"


def write_down(actor: Actor, act: str, workshop_id: int) -> None:
    """Write an act into the record, last in the unit of work."""
    write_record(actor.person_id, f"diagnostics.workshop_{act}", f"{KIND}:{workshop_id}")
