"""What recurs: practices that have not answered are reminded before a round closes, and asked no longer once it has closed."""

from datetime import timedelta
from typing import Any, Final

from sqlalchemy import Select, select

from federation.kernel.clock import database_now
from federation.kernel.db import db, unit_of_work
from federation.network.dues.actions import drop_due
from federation.network.for_plugins import people
from federation.network.models import ThingDue
from federation.purchasing.actions.rounds import need_key
from federation.purchasing.letters import tell_reminded
from federation.purchasing.models import PurchaseRound

REMINDED: Final = timedelta(days=2)
OPEN_FOR: Final = timedelta(days=1)


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
    """The federations in which somebody owes an answer about what they need, whose time is over."""
    return _asked(ThingDue.federation_id).where(ThingDue.due_at <= database_now())


def remind() -> int:
    """Remind those who represent practices that have not answered, two days before their round closes, once. Returns how many
    letters. One statement where no round closes soon."""
    soon = db.session.scalars(select(PurchaseRound).where(*_soon()).order_by(PurchaseRound.id)).all()
    return sum(_remind(row) for row in soon)


def where_to_remind() -> Select[int]:
    """The federations in which a round closes soon."""
    return select(PurchaseRound.federation_id).where(*_soon()).distinct()


def _soon() -> list[Any]:
    """That a round closes within two days, and was open for one at least."""
    now = db.session.scalars(select(database_now())).one()
    return [
        PurchaseRound.closes_at > now,
        PurchaseRound.closes_at <= now + REMINDED,
        PurchaseRound.opened_at <= now - OPEN_FOR,
        PurchaseRound.called_off_at.is_(None),
    ]


def _remind(row: PurchaseRound) -> int:
    with unit_of_work():
        owed = select(ThingDue.practice_id).where(
            ThingDue.feature == "purchasing",
            ThingDue.key == need_key(row.id).partition(".")[2],
            ThingDue.is_open(),
        )
        waiting = set(db.session.scalars(owed))
        return tell_reminded(row, [one.id for one in people("representative") if one.practice_id in waiting])


def _asked(column: Any) -> Select[Any]:
    mine = (ThingDue.feature == "purchasing", ThingDue.key.startswith("needs:"), ThingDue.is_open())
    return select(column).where(*mine).distinct()


def _stop(number: int) -> int:
    with unit_of_work():
        return drop_due(need_key(number))
