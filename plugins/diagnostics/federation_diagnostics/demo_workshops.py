"""Made-up maturity workshops for the demonstration: two that are closed, and one that is planned."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, update

from federation.toolkit import Actor, actor_of, people, session, time_now, unit_of_work

from .actions.workshop_entries import GroupLevels, enter, enter_votes
from .actions.workshop_plans import WorkshopPlan, prepare
from .actions.workshops import close, lock, open_workshop
from .models.workshops import Workshop
from .rules.maturity import MATURITY

_PLACE: Final = "The old customs house, first floor"
_PRESENT: Final = 14
_LEVELS: Final = (
    ((2, 3), (2, 3), (1, 2), (2, 3), (2, 3), (1, 3), (1, 2), (1, 2)),
    ((3, 4), (2, 3), (2, 3), (2, 3), (3, 4), (2, 4), (2, 3), (1, 3)),
)
"""Of the first and of the second workshop: what the first group saw now and wanted, by dimension."""
_NOTES: Final = {
    (1, "vision"): "Partners know it. At the front desk hardly anybody does.",
    (2, "direction"): "We still do the newsletter because we always did.",
    (1, "deciding"): "Better since decisions can be looked up.",
    (2, "fairness"): "We could not say who got what from the last tender.",
}
_VOTES: Final = ({"fairness": 9, "direction": 7, "learning": 5}, {"fairness": 8, "vision": 6, "direction": 4})
_NEXT: Final = (
    "Value and fairness: the executive shows after each tender who got what, from January.\n\n"
    "Direction: one page with three things we concentrate on, to the members' meeting in December."
)
_DATED = (
    update(Workshop)
    .where(Workshop.id == bindparam("workshop"))
    .values(ended_at=bindparam("ended"), opened_at=bindparam("opened"), prepared_at=bindparam("prepared"))
    .execution_options(synchronize_session=False)
)


def fill() -> None:
    """What groups found in spring and this autumn, and a workshop to come."""
    leading = people("executive") or people("administrator")
    scribes = [actor_of(one.id) for one in people("representative")[:2]]
    if not leading or not scribes:
        return
    facilitator = actor_of(leading[0].id)
    now = time_now()
    afternoon = now.replace(hour=13, minute=30, second=0, microsecond=0)
    for wave, days in enumerate((190, 24)):
        _held(facilitator, scribes, wave, afternoon - timedelta(days=days))
    to_come = afternoon + timedelta(days=17)
    prepare(facilitator, WorkshopPlan(f"{to_come:%B %Y}", to_come, 105, _PLACE, 16))


def _held(facilitator: Actor, scribes: list[Actor], wave: int, begins: datetime) -> None:
    with unit_of_work():
        plan = WorkshopPlan(f"{begins:%B %Y}", begins, 105, _PLACE, _PRESENT)
        workshop_id = prepare(facilitator, plan)
        sizes = open_workshop(facilitator, workshop_id, _PRESENT)
        for number in range(1, len(sizes) + 1):
            _entered(scribes[number % len(scribes)], workshop_id, number, wave)
        lock(facilitator, workshop_id)
        for number, votes in enumerate(_VOTES, 1):
            enter_votes(scribes[number % len(scribes)], workshop_id, number, votes)
        close(facilitator, workshop_id, _NEXT if wave else "")
        ended = begins + timedelta(minutes=plan.minutes)
        dates = {"prepared": begins - timedelta(days=30), "opened": begins, "ended": ended}
        session.execute(_DATED, {"workshop": workshop_id, **dates})


def _entered(scribe: Actor, workshop_id: int, number: int, wave: int) -> None:
    """The second group sees every third dimension one level higher."""
    for place, one in enumerate(MATURITY):
        current, wanted = _LEVELS[wave][place]
        higher = number == 2 and place % 3 == 0 and current < 4
        note = _NOTES.get((number, one.key), "") if wave else ""
        highest = 3 if one.key == "direction" else None
        levels = GroupLevels(current + higher, max(wanted, current + higher), note, highest)
        enter(scribe, workshop_id, number, one.key, levels)
