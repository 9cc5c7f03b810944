"""What the garden answers; a test breaks and mends it with ``broken``."""

from collections.abc import Sequence
from typing import Any

from federation.toolkit import (
    Actor,
    DecisionClosed,
    Panel,
    PersonalRecord,
    hookimpl,
    session,
    settle,
    unit_of_work,
)
from tests.plugins.garden.models import Bed, SeedOrder

broken = False


@hookimpl
def happened(event: Any) -> None:
    """A bed for each vote that closed."""
    if isinstance(event, DecisionClosed):
        if broken:
            raise ValueError("there is no bed left")
        session.add(Bed(title=f"Bed of decision {event.decision_id}"))
    for order in settle(SeedOrder, event):
        if order.decided == "carried":
            session.add(Bed(title=f"{event.terms['seeds']} for {event.terms['pence']}p"))


@hookimpl
def panels(place: str, subject: Any) -> Sequence[Panel]:
    """A box on the home page."""
    if broken and place == "home":
        raise ValueError("the box is broken")
    return [Panel("garden/panel.html", {"words": "The garden is green."})] if place == "home" else []


@hookimpl
def personal_data(person_id: int) -> Sequence[PersonalRecord]:
    """Nothing about anybody."""
    return []


def reads_bed(reader: Actor, owner_id: int) -> Any:
    """Whether somebody may read about a bed: those who represent a practice."""
    if broken:
        raise ValueError("nobody knows")
    bed = session.get(Bed, owner_id)
    return bed is not None and bool(reader.representing)


def water() -> int:
    """Water every bed that has no date; returns how many."""
    with unit_of_work():
        beds = session.query(Bed).filter(Bed.planted_on.is_(None)).all()
        for bed in beds:
            bed.title = f"{bed.title.removesuffix(' (watered)')} (watered)"
        return 0
