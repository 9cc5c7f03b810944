"""Sharing an award out anew: after a withdrawal, with another total, or otherwise than agreed. One person asks with a reason, a
second confirms it; what moves more than the limit is decided by the members."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from sqlalchemy import func, select

from federation.decisions.events import DecisionClosed
from federation.decisions.proposals.actions import proposals
from federation.decisions.proposals.texts import Draft
from federation.kernel import record
from federation.kernel.db import db, unit_of_work
from federation.kernel.held import held, plain_text
from federation.kernel.measures import CannotShare
from federation.kernel.policy import Actor, authorize, may
from federation.kernel.refusals import Invalid, NotFound, NotYours, Refusal
from federation.network.for_plugins import address_of
from federation.network.models import Practice
from federation.people.models import Person
from federation.tendering.awarding.actions.awarding import (
    LONGEST_REASON,
    add_lines,
    amount_rows,
    amounts_digest,
)
from federation.tendering.awarding.letters import tell_moved
from federation.tendering.awarding.queries.awards import (
    ShownAllocation,
    ShownAward,
    allocation_now,
    allocations_of,
    award_here,
    shared_by_agreement,
    way_here,
)
from federation.tendering.awarding.rules import moves_of
from federation.tendering.models import AllocationChange, Tender
from federation.tendering.preparing.queries.opening import votes_running
from federation.tendering.preparing.queries.tenders import ShownTender, clear_of_conflict, tender_here
from federation.tendering.subjects import DEVIATION

LIMIT_PERCENT: Final = 5
"""Of all units: what moves more than that away from the agreement is decided by the members."""
_KIND_WORDS: Final = {
    "withdrawal": "A practice takes no part any more, and the rest is shared by what the members agreed",
    "shortfall": "There is another total, shared by what the members agreed",
    "deviation": "It is shared otherwise than the members agreed",
}
_TWO: Final = "{asked} asked for it and {confirmed} confirmed it."
_VOTED: Final = "The members voted for it: {url}"
_NO_MEMBER: Final = "Only the executive and people of practices can propose something to the members."


class WantedChange(NamedTuple):
    """How an award is to be shared out: without a practice (by code), with another total, or with amounts of one's own (by code;
    what is not named follows from the agreement). ``keep``: those who keep what they have."""

    reason: str
    without: str = ""
    total: int | None = None
    amounts: Mapping[str, int] | None = None
    keep: tuple[str, ...] = ()


def ask_change(actor: Actor, tender_id: int, wanted: WantedChange) -> int:
    """Ask for a change; it holds once a second person has confirmed it, or the members. Returns its number."""
    tender, award = tender_here(tender_id), award_here(tender_id)
    leaves = _leaves(actor, wanted.without)
    if not leaves:
        authorize(actor, "tendering.run", tender.whose)
        clear_of_conflict(actor, tender_id)
    reason = plain_text(wanted.reason, "reason", "Say why it is shared out anew")
    if len(reason) > LONGEST_REASON:
        raise Invalid(f"Use {LONGEST_REASON:,} characters or fewer", "reason")
    with unit_of_work() as session:
        now = held(Tender, tender_id).now
        before = allocation_now(award)
        if any(one.waits for one in allocations_of(award)):
            raise Refusal("Another change waits. Confirm it, take it back, or ask the members first.")
        kind, amounts, moved = _amounts(tender, award, before, wanted)
        total = sum(amounts.values())
        newest = select(func.max(AllocationChange.number)).where(AllocationChange.award_id == award.id)
        row = AllocationChange(
            award_id=award.id,
            number=int(db.session.scalar(newest) or 0) + 1,
            kind=kind,
            total=total,
            reason=reason,
            beyond=moved * 100 > LIMIT_PERCENT * total or (kind == "withdrawal" and not leaves),
            asked_by=actor.person_id,
            asked_at=now,
        )
        session.add(row)
        session.flush()
        add_lines(row, amounts, frozenset(wanted.keep))
        _note(actor.person_id, "tender.change_asked", tender_id, row, amounts)
        return row.number


def confirm_change(actor: Actor, tender_id: int, number: int) -> None:
    """Confirm what somebody else asked for, within the limit."""
    tender, award = _runs(actor, tender_id, number)
    with unit_of_work():
        now = held(Tender, tender_id).now
        row, shown = _waiting(award, number)
        if row.asked_by == actor.person_id:
            raise Refusal("You asked for this. A second person must confirm it.")
        if row.beyond:
            raise Refusal(
                f"More than {LIMIT_PERCENT}% moves away from what was agreed: the members decide it."
            )
        before = allocation_now(award)
        row.confirmed_by, row.holds_from = actor.person_id, now
        _note(actor.person_id, "tender.change_confirmed", tender_id, row, shown.amounts)
        _tell(tender, before, shown, _TWO.format(asked=_name_of(row.asked_by), confirmed=actor.name))


def take_back_change(actor: Actor, tender_id: int, number: int) -> None:
    """End a change that nobody has confirmed; not once the members vote on it."""
    _, award = _runs(actor, tender_id, number)
    with unit_of_work():
        now = held(Tender, tender_id).now
        row, shown = _waiting(award, number)
        if votes_running(tender_id, DEVIATION):
            raise Refusal("The members vote on this already.")
        row.ended_at = now
        _note(actor.person_id, "tender.change_ended", tender_id, row, shown.amounts)


def propose_change(actor: Actor, tender_id: int, number: int) -> int:
    """Put a change that lies beyond the limit to the members. Returns the number of the decision."""
    tender, award = _runs(actor, tender_id, number)
    if not may(actor, "mandates.propose"):
        raise NotYours(_NO_MEMBER)
    with unit_of_work():
        held(Tender, tender_id)
        row, shown = _waiting(award, number)
        terms = {
            "tender": tender_id,
            "number": tender.number,
            "change": row.id,
            "reason": row.reason,
            "unit": way_here(tender).unit,
            "moved": moves_of(allocation_now(award).amounts, shown.amounts).moved,
            "amounts": amount_rows(shown.amounts, award.pence),
        }
        draft = Draft(
            title=f"Share tender {tender.number} out otherwise than agreed",
            body=f"The {tender.group} asks the members to share out otherwise what tender {tender.number} brings.",
        )
        made = proposals.start(actor, draft, subject=DEVIATION, terms=terms, fixed=True)
        proposals.to_discussion(actor, made)
        _note(actor.person_id, "tender.change_proposed", tender_id, row, shown.amounts)
        return made


def apply_change(event: DecisionClosed) -> None:
    """Let what the members decided hold, or end it where they did not carry it: once, however often it is told."""
    row, now = held(AllocationChange, event.terms["change"])
    if row.holds_from is not None or row.ended_at is not None:
        return
    if event.verdict != "carried":
        if event.followed_by is not None:
            return
        row.ended_at = now
        amounts = {one["practice"]: one["amount"] for one in event.terms["amounts"]}
        _note(None, "tender.change_ended", event.terms["tender"], row, amounts)
        return
    tender, award = tender_here(event.terms["tender"]), award_here(event.terms["tender"])
    before = allocation_now(award)
    row.decision_id, row.holds_from = event.decision_id, now
    amounts = {one["practice"]: one["amount"] for one in event.terms["amounts"]}
    _note(None, "tender.change_voted", tender.id, row, amounts)
    after = next(one for one in allocations_of(award) if one.id == row.id)
    _tell(
        tender, before, after, _VOTED.format(url=address_of("decisions.show", decision_id=event.decision_id))
    )


def _tell(tender: ShownTender, before: ShownAllocation, after: ShownAllocation, who: str) -> None:
    """In the open unit of work: write to the practices whose share moved."""
    tell_moved(tender, before, after, way_here(tender).unit, f"{_KIND_WORDS[after.kind]}. {who}")


def _name_of(person_id: int | None) -> str:
    return db.session.scalar(select(Person.name).where(Person.id == person_id)) or "Somebody"


def _amounts(
    tender: ShownTender, award: ShownAward, before: ShownAllocation, wanted: WantedChange
) -> tuple[str, dict[str, int], int]:
    """Which kind of change it is, what each would get, and how much of that moves away from the agreement."""
    had = before.amounts
    if strange := [code for code in (*wanted.keep, *(wanted.amounts or {})) if code not in had]:
        raise Invalid(f"{strange[0]} has no part in this", "amounts")
    if wanted.without and wanted.without not in had:
        raise Invalid(f"{wanted.without} has no part in this", "without")
    kept = {code: had[code] for code in wanted.keep}
    total = before.total if wanted.total is None else wanted.total
    try:
        agreed = shared_by_agreement(tender, total, {}, wanted.without)
        if wanted.amounts is not None:
            amounts = {**had, **wanted.amounts}
            if sum(amounts.values()) != total or min(amounts.values()) < 0:
                raise Invalid(f"The amounts must make {total:,} in all", "amounts")
            return "deviation", amounts, moves_of(_last_agreed(award).amounts, amounts).moved
        amounts = shared_by_agreement(tender, total, kept, wanted.without)
    except CannotShare as refused:
        words = (
            "too little for the minimum of everybody"
            if refused.too_little
            else "more than the maximum of everybody"
        )
        raise Refusal(f"That is {words}, by {refused.short_by:,}.") from None
    except ValueError as refused:
        raise Refusal(f"It cannot be shared out so: {refused}.") from None
    if not wanted.without and wanted.total is None and not wanted.keep:
        raise Invalid("Say what changes: a practice that leaves, the total, or the amounts", "amounts")
    return "withdrawal" if wanted.without else "shortfall", amounts, moves_of(agreed, amounts).moved


def _last_agreed(award: ShownAward) -> ShownAllocation:
    """What holds by the agreement or by a vote: what two people moved since is measured from there, so that many small steps are
    no way around the members."""
    return next(
        one
        for one in allocations_of(award)
        if one.holds_from is not None and (one.kind != "deviation" or one.decision_id is not None)
    )


def _leaves(actor: Actor, code: str) -> bool:
    """Whether somebody speaks for the practice that leaves."""
    if not code:
        return False
    number = db.session.scalar(select(Practice.id).where(Practice.code == code))
    return number is not None and actor.represents(number)


def _runs(actor: Actor, tender_id: int, number: int) -> tuple[ShownTender, ShownAward]:
    """The tender and its award, for somebody who runs it and is clear of conflict. Raises ``NotFound`` where there is no such
    change, and ``NotYours``."""
    tender, award = tender_here(tender_id), award_here(tender_id)
    if all(one.number != number for one in allocations_of(award)):
        raise NotFound()
    authorize(actor, "tendering.run", tender.whose)
    clear_of_conflict(actor, tender_id)
    return tender, award


def _waiting(award: ShownAward, number: int) -> tuple[AllocationChange, ShownAllocation]:
    for shown in allocations_of(award):
        if shown.number == number:
            if not shown.waits:
                raise Refusal("This was taken back." if shown.ended_at else "This holds already.")
            return held(AllocationChange, shown.id).row, shown
    raise NotFound()


def _note(
    person: int | None, act: str, tender_id: int, row: AllocationChange, amounts: Mapping[str, int]
) -> None:
    record.append(
        person,
        act,
        f"tender:{tender_id}",
        change=row.number,
        total=row.total,
        reason=record.digest(row.reason),
        amounts=amounts_digest(amounts),
    )
