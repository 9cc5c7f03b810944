"""What practices offer each other."""

from collections import Counter
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


class HoursOfPractice(NamedTuple):
    """The hours that a practice lent to others and received from them."""

    practice_id: int
    lent: int
    received: int


def hours_by_practice() -> list[HoursOfPractice]:
    """Who lent and received how many hours; over all practices the two are the same. One statement."""
    rows = session.execute(
        select(StaffOffer.practice_id, StaffLoan.practice_id, func.sum(StaffLoan.hours))
        .join(StaffOffer, StaffOffer.id == StaffLoan.offer_id)
        .group_by(StaffOffer.practice_id, StaffLoan.practice_id)
    )
    lent, received = Counter[int](), Counter[int]()
    for lender, taker, hours in rows:
        lent[lender] += int(hours)
        received[taker] += int(hours)
    return [HoursOfPractice(one, lent[one], received[one]) for one in sorted(lent.keys() | received.keys())]
