"""Naming who scores the bids of a tender and who opens them: nobody does both, and that is settled when bids close."""

from sqlalchemy import select

from federation.kernel import record
from federation.kernel.db import db, unit_of_work
from federation.kernel.held import held
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Invalid, NotFound, Refusal
from federation.network.for_plugins import people
from federation.network.models import Membership
from federation.tendering.models import Tender, TenderPart
from federation.tendering.models.tenders import PARTS
from federation.tendering.preparing.actions.declaring import ask_for_interest
from federation.tendering.preparing.actions.running import tender_run
from federation.tendering.preparing.letters import tell_named
from federation.tendering.preparing.queries.interests import interest_of
from federation.tendering.preparing.queries.tenders import ShownTender

_TOO_LATE = "The time for bids is over: who scores and who opens stays as it is."


def name_part(actor: Actor, tender_id: int, person_id: int, part: str) -> None:
    """Name somebody of the federation to score the bids or to open them. They get a letter, and are asked whether they have an
    interest; until they have said that they have none, no bid is open to them."""
    authorize(actor, "tendering.run")
    if part not in PARTS:
        raise Invalid("Select what they do", "part")
    with unit_of_work() as session:
        row, now = held(Tender, tender_id)
        found = _still_open(actor, tender_id)
        if person_id not in {one.id for one in people()}:
            raise Invalid("Select somebody who has a place in the federation", "person")
        if part == "opener" and not _was_here(person_id, found):
            raise Invalid(
                "Only somebody who was here when the members started this tender opens bids", "person"
            )
        if interest_of(tender_id, person_id):
            raise Invalid("This person has an interest in the tender", "person")
        known = _row(tender_id, person_id)
        if known is not None and known.ended_at is None:
            words = "does that already" if known.part == part else "scores or opens: nobody does both"
            raise Invalid(f"This person {words}", "person")
        if known is None:
            known = TenderPart(tender_id=tender_id, person_id=person_id)
        known.part, known.named_by, known.named_at, known.ended_at = part, actor.person_id, now, None
        session.add(known)
        session.flush()
        record.append(
            actor.person_id, "tender.part_given", f"tender:{tender_id}", person=person_id, part=part
        )
        if interest_of(tender_id, person_id) is None:
            ask_for_interest(row, found.group, found.closes_at, [person_id])
        tell_named(found, person_id, part, now)


def end_part(actor: Actor, tender_id: int, person_id: int) -> None:
    """Take back that somebody scores or opens."""
    authorize(actor, "tendering.run")
    with unit_of_work() as session:
        now = held(Tender, tender_id).now
        known = _row(tender_id, person_id)
        if known is None or known.ended_at is not None:
            raise NotFound()
        _still_open(actor, tender_id)
        known.ended_at = now
        session.flush()
        record.append(
            actor.person_id, "tender.part_ended", f"tender:{tender_id}", person=person_id, part=known.part
        )


def _still_open(actor: Actor, tender_id: int) -> ShownTender:
    found = tender_run(actor, tender_id)
    if found.closes_at <= found.now:
        raise Refusal(_TOO_LATE)
    return found


def _was_here(person_id: int, found: ShownTender) -> bool:
    """Whether somebody had a place here when the members started the tender, so that nobody is made up to open bids."""
    if found.started is None:
        return True
    place = select(Membership.id).where(
        Membership.person_id == person_id,
        Membership.ended_at.is_(None),
        Membership.started_at <= found.started.voted_at,
    )
    return db.session.scalar(place.limit(1)) is not None


def _row(tender_id: int, person_id: int) -> TenderPart | None:
    return db.session.scalars(
        select(TenderPart).where(TenderPart.tender_id == tender_id, TenderPart.person_id == person_id)
    ).first()
