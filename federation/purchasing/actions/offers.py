"""What suppliers offer, written down by the group for all to read."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from sqlalchemy import func, select

from federation.kernel import record
from federation.kernel.db import db, unit_of_work
from federation.kernel.held import held, plain_text
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Invalid, Refusal
from federation.purchasing.actions.needs import LONGEST_SUPPLIER, MOST_PENCE, MOST_QUANTITY
from federation.purchasing.actions.rounds import LONGEST_ITEM, LONGEST_UNIT, one_line, round_run
from federation.purchasing.findable import note_round
from federation.purchasing.models import OfferTakenBack, PurchaseOffer, PurchaseRound
from federation.purchasing.queries.offers import offer_here
from federation.purchasing.queries.orders import orders_of

MOST_OFFERS: Final = 200
MOST_BREAKS: Final = 10
MOST_DELIVERIES: Final = 10_000
LONGEST_NOTE: Final = 1_000


class WantedOffer(NamedTuple):
    """An offer to write down: the price of one unit without VAT, deliveries at a price each, VAT in per cent, the least number
    of units, and (units, price) from which a lower price holds."""

    supplier: str
    item: str
    unit: str
    pence: int
    delivery_pence: int = 0
    deliveries: int = 0
    vat_percent: int = 0
    minimum: int = 0
    breaks: Sequence[tuple[int, int]] = ()
    words: str = ""


def write_offer(actor: Actor, round_id: int, wanted: WantedOffer) -> int:
    """Write an offer down; it is never changed. Returns its number."""
    round_run(actor, round_id)
    offer = _checked(wanted)
    with unit_of_work() as session:
        now = held(PurchaseRound, round_id).now
        known = select(func.count(PurchaseOffer.id)).where(PurchaseOffer.round_id == round_id)
        if int(db.session.scalar(known) or 0) >= MOST_OFFERS:
            raise Refusal(f"A round has {MOST_OFFERS} offers at most.")
        row = PurchaseOffer(
            **{**offer._asdict(), "breaks": [list(one) for one in offer.breaks]},
            round_id=round_id,
            written_by=actor.person_id,
            written_at=now,
        )
        session.add(row)
        session.flush()
        record.append(
            actor.person_id,
            "purchase.offered",
            f"purchase:{round_id}",
            offer=row.id,
            pence=row.pence,
            text=offer_digest(row),
        )
        note_round(round_id)
        return row.id


def take_back(actor: Actor, round_id: int, offer_id: int, reason: str) -> None:
    """Write down that an offer is not to be had any more, and why. It stays for all to read, and nobody orders it."""
    authorize(actor, "purchasing.run")
    offer_here(offer_id, round_id)
    round_run(actor, round_id)
    reason = one_line(reason, "reason", "Say why it is not to be had any more", LONGEST_NOTE)
    with unit_of_work() as session:
        now = held(PurchaseRound, round_id).now
        if offer_here(offer_id, round_id).taken_back is not None:
            raise Refusal("This offer has been taken back already.")
        if any(one.offer_id == offer_id for one in orders_of(round_id)):
            raise Refusal("This offer has been ordered, so it stays.")
        session.add(OfferTakenBack(offer_id=offer_id, reason=reason, taken_by=actor.person_id, taken_at=now))
        session.flush()
        record.append(
            actor.person_id,
            "purchase.offer_back",
            f"purchase:{round_id}",
            offer=offer_id,
            text=record.digest(reason),
        )
        note_round(round_id)


def offer_digest(row: PurchaseOffer) -> str:
    """The fingerprint of an offer, as the record keeps it."""
    return record.digest(
        [
            *(row.supplier, row.item, row.unit, row.pence, row.delivery_pence, row.deliveries),
            *(row.vat_percent, row.minimum, row.breaks, row.words),
        ]
    )


def _checked(wanted: WantedOffer) -> WantedOffer:
    found: list[tuple[str, str | None]] = []
    if not 1 <= wanted.pence <= MOST_PENCE:
        found.append((f"Enter a number from 1 to {MOST_PENCE:,}", "pence"))
    for name, most in (
        ("delivery_pence", MOST_PENCE),
        ("deliveries", MOST_DELIVERIES),
        ("vat_percent", 100),
        ("minimum", MOST_QUANTITY),
    ):
        if not 0 <= getattr(wanted, name) <= most:
            found.append((f"Enter a number from 0 to {most:,}", name))
    steps = list(wanted.breaks)
    if len(steps) > MOST_BREAKS or any(
        later[0] <= before[0] or not 1 <= later[1] < before[1]
        for before, later in zip([(0, wanted.pence), *steps], steps, strict=False)
    ):
        found.append(
            (f"Name {MOST_BREAKS} lower prices or fewer, each for more than the one before", "breaks")
        )
    if found:
        raise Invalid.many(found)
    words = plain_text(wanted.words, "words")
    if len(words) > LONGEST_NOTE:
        raise Invalid(f"Use {LONGEST_NOTE:,} characters or fewer", "words")
    return wanted._replace(
        supplier=one_line(wanted.supplier, "supplier", "Enter the supplier", LONGEST_SUPPLIER),
        item=one_line(wanted.item, "item", "Enter the item", LONGEST_ITEM),
        unit=one_line(wanted.unit, "unit", "Enter what the price is for", LONGEST_UNIT),
        breaks=tuple(steps),
        words=words,
    )
