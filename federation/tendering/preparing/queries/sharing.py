"""Reading who takes part in sharing, what each would get today, and where the queue of rotations stands."""

from typing import NamedTuple

from sqlalchemy import select

from federation.kernel.db import db
from federation.kernel.measures import CannotShare
from federation.network.for_plugins import practices
from federation.tendering.models import SharingAgreement, Tender
from federation.tendering.preparing.queries.tenders import way_of
from federation.tendering.preparing.rules.sharing import SharingPractice, SharingWay, queue_of, share_out


class ExampleRow(NamedTuple):
    """What a practice would get today."""

    code: str
    name: str
    patients: int
    amount: int


def sharers_here() -> list[tuple[SharingPractice, str]]:
    """The practices that take part, with their names: the full members, by name. One statement."""
    return [
        (SharingPractice(one.code, one.patients or 0), one.name)
        for one in practices()
        if one.membership == "full"
    ]


def example_of(way: SharingWay) -> list[ExampleRow]:
    """What each practice would get today. Raises as :func:`share_out` does. One statement."""
    known = sharers_here()
    shares = share_out(way, [one for one, _ in known])
    return [ExampleRow(one.code, name, one.patients, shares[one.code]) for one, name in known]


def example_rows(way: SharingWay) -> list[ExampleRow]:
    """What each practice would get today; none where the practices of today cannot share so. One statement."""
    try:
        return example_of(way)
    except (CannotShare, ValueError):
        return []


def next_queue() -> dict[str, int]:
    """The places in the queue of the next rotation, by code: it goes on after the last tender that was shared in turn and was
    not cancelled. Two statements."""
    last = (
        select(SharingAgreement)
        .join(Tender, Tender.id == SharingAgreement.tender_id)
        .where(SharingAgreement.basis == "rotation", Tender.cancelled_at.is_(None))
        .order_by(SharingAgreement.id.desc())
        .limit(1)
    )
    row = db.session.scalar(last)
    return queue_of([one for one, _ in sharers_here()], way_of(row) if row else None)
