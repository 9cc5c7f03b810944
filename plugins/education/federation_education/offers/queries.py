"""What practices offer each other."""

from typing import NamedTuple

from sqlalchemy import func, select

from federation.toolkit import NotFound, session

from ..models import StaffLoan, StaffOffer


class OfferLeft(NamedTuple):
    """An offer with the hours that nobody took yet."""

    offer: StaffOffer
    left: int


def offer_here(offer_id: int) -> StaffOffer:
    """One offer. Raises ``NotFound``."""
    row = session.get(StaffOffer, offer_id)
    if row is None:
        raise NotFound()
    return row


def offers() -> list[OfferLeft]:
    """What practices offer each other, the newest first, with the hours that are left. One statement."""
    taken = (
        select(func.coalesce(func.sum(StaffLoan.hours), 0))
        .where(StaffLoan.offer_id == StaffOffer.id)
        .scalar_subquery()
    )
    rows = session.execute(select(StaffOffer, taken.label("taken")).order_by(StaffOffer.id.desc()).limit(100))
    return [OfferLeft(one, one.hours - int(hours)) for one, hours in rows]
