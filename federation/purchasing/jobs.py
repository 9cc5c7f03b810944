"""What recurs: practices are asked no longer for what they need once the round has closed."""

from typing import Any

from sqlalchemy import Select, select

from federation.kernel.clock import database_now
from federation.kernel.db import db, unit_of_work
from federation.network.dues.actions import drop_due
from federation.network.models import ThingDue
from federation.purchasing.actions.rounds import need_key
from federation.purchasing.models import PurchaseRound


def stop_asking() -> int:
    """Let nobody owe an answer any more that cannot be given. Returns how many answers. One statement where nobody owes any."""
    numbers = {int(key.partition(":")[2]) for key in db.session.scalars(_asked(ThingDue.key)) if key}
    if not numbers:
        return 0
    closed = select(PurchaseRound.id).where(
        PurchaseRound.id.in_(numbers), PurchaseRound.closes_at <= database_now()
    )
    return sum(_stop(number) for number in db.session.scalars(closed).all())


def where_to_stop() -> Select[int]:
    """The federations in which somebody owes an answer about what they need."""
    return _asked(ThingDue.federation_id)


def _asked(column: Any) -> Select[Any]:
    mine = (ThingDue.feature == "purchasing", ThingDue.key.startswith("needs:"), ThingDue.is_open())
    return select(column).where(*mine).distinct()


def _stop(number: int) -> int:
    with unit_of_work():
        return drop_due(need_key(number))
