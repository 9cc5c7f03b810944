"""Asking the members to start a tender, how it is shared, and to cancel it."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from federation.decisions.proposals.actions import proposals
from federation.decisions.proposals.texts import Draft
from federation.kernel import record
from federation.kernel.days import day_at
from federation.kernel.db import unit_of_work
from federation.kernel.held import held, plain_text
from federation.kernel.measures import CannotShare
from federation.kernel.policy import Actor
from federation.kernel.refusals import Invalid, Refusal
from federation.kernel.words import money, number
from federation.tendering.models import Tender
from federation.tendering.preparing.actions.applying import note_cancelled
from federation.tendering.preparing.actions.declaring import stand_aside
from federation.tendering.preparing.actions.running import check_mandate, short_text, tender_run
from federation.tendering.preparing.queries.opening import votes_running
from federation.tendering.preparing.queries.sharing import ExampleRow, example_of, next_queue
from federation.tendering.preparing.queries.tenders import ShownTender
from federation.tendering.preparing.queries.thresholds import thresholds_here
from federation.tendering.preparing.queries.versions import content_of
from federation.tendering.preparing.rules.content import content_json
from federation.tendering.preparing.rules.sharing import (
    SHARING_BASES,
    WEIGHTED,
    SharingWay,
    sharing_fingerprint,
    sharing_json,
)
from federation.tendering.preparing.rules.timetable import short_by_days
from federation.tendering.preparing.words import THRESHOLD_TITLES
from federation.tendering.subjects import CANCEL, SHARING, START

LONGEST_REASON: Final = 1_000
_START: Final = (
    "The {name} asks for bids as it stands below, in this version and no other, once the members have agreed as well how what "
    "it brings is shared. Another version needs another vote."
)
_SHARING: Final = (
    "What tender {number} brings is shared among the practices as it stands below. "
    "We agree this before any bid is seen."
)
_CANCEL: Final = (
    "Tender {number}, which the members have started, is cancelled. Nobody gets the contract by it."
)

_ASKED: Final = {
    START: "tender.start_proposed",
    SHARING: "tender.sharing_proposed",
    CANCEL: "tender.cancel_proposed",
}


def propose_start(actor: Actor, tender_id: int, reasons: str = "") -> int:
    """Ask the members to start a tender with its newest version. Returns the number of the decision."""
    found = tender_run(actor, tender_id)
    check_mandate(found)
    if found.started and found.sharing:
        raise Refusal("Bids can come already: what is asked stays as the members voted it.")
    newest = content_of(tender_id, found.newest)
    if newest.content.closes_at <= found.now:
        raise Refusal("The time for bids in this version is over. Write one with another time.")
    terms = {
        **_named(found),
        "version": newest.number,
        "fingerprint": newest.fingerprint,
        "content": content_json(newest.content),
        "above": _above(newest.content.value_pence, day_at(found.now)),
        "short_days": short_by_days(newest.content.regime, found.now, newest.content.closes_at),
    }
    title = f"Start tender {found.number}: {found.title} (version {newest.number})"
    text = _START.format(name=found.group)
    act = {"version": newest.number, "fingerprint": newest.fingerprint}
    return _propose(actor, found, Draft(title=title, body=text, reasons=reasons), START, terms, act)


def _above(pence: int | None, day: date) -> str:
    """The sums of the law that a tender reaches, in words."""
    reached = [one for one in thresholds_here(day) if pence is not None and one.pence <= pence]
    return "; ".join(f"{THRESHOLD_TITLES[one.kind]}: {money(one.pence)}" for one in reached)


def propose_sharing(actor: Actor, tender_id: int, way: SharingWay, reasons: str = "") -> int:
    """Ask the members to share what a tender brings in this way; what each practice would get today stands in the terms.
    Returns the number of the decision."""
    found = tender_run(actor, tender_id)
    check_mandate(found)
    if found.closes_at <= found.now:
        raise Refusal("The time for bids is over, so how it is shared stays as it is.")
    way, example = worked_example(way)
    mark = sharing_fingerprint(way)
    terms = {
        **_named(found),
        **sharing_json(way),
        "fingerprint": mark,
        "example": [one._asdict() for one in example],
    }
    title = f"How we share tender {found.number}: {found.title}"
    draft = Draft(title=title, body=_SHARING.format(number=found.number), reasons=reasons)
    return _propose(actor, found, draft, SHARING, terms, {"fingerprint": mark})


def propose_cancel(actor: Actor, tender_id: int, reason: str) -> int:
    """Ask the members to cancel a tender that they have started. Returns the number of the decision."""
    found = tender_run(actor, tender_id)
    reason = short_text(reason, "reason", "Say why", LONGEST_REASON)
    if found.started is None:
        raise Refusal("The members have not started this tender, so your group can cancel it by itself.")
    draft = Draft(
        title=f"Cancel tender {found.number}: {found.title}", body=_CANCEL.format(number=found.number)
    )
    return _propose(actor, found, draft, CANCEL, {**_named(found), "reason": reason}, {})


def cancel_tender(actor: Actor, tender_id: int, reason: str) -> None:
    """Cancel a tender that the members have not started, with the reason. Refused while they vote: one seat does not undo it."""
    reason = short_text(reason, "reason", "Say why", LONGEST_REASON)
    with unit_of_work():
        row, now = held(Tender, tender_id)
        found = tender_run(actor, tender_id)
        if found.started is not None:
            raise Refusal("The members have started this tender, so they alone cancel it. Ask them.")
        if _asked(tender_id):
            raise Refusal("The members are asked about this tender. Withdraw that proposal first.")
        row.cancelled_at, row.cancel_reason = now, reason
        note_cancelled(row, actor.person_id, {})


def worked_example(way: SharingWay) -> tuple[SharingWay, list[ExampleRow]]:
    """A way of sharing in order, and what each practice would get today. Raises ``Invalid`` at the field of what cannot be."""
    if way.basis not in SHARING_BASES:
        raise Invalid("Select how it is shared", "basis")
    if way.total < 1:
        raise Invalid("Enter how much is shared", "total")
    unit = short_text(way.unit, "unit", "Say what is shared, for example visits a year", 40)
    if way.least < 0 or (way.most is not None and way.most < max(way.least, 1)):
        raise Invalid("The most must not be less than the least", "most")
    weights: Mapping[str, int] = {}
    if way.basis == "rotation":
        weights = next_queue()
    elif way.basis in WEIGHTED:
        weights = way.weights
        if not weights:
            raise Invalid("Give each practice a weight", "weights")
    made = SharingWay(way.basis, way.total, unit, way.least, way.most, dict(sorted(weights.items())))
    try:
        example = example_of(made)
    except CannotShare as error:
        raise Invalid(*_too_tight(error, unit)) from None
    except ValueError:
        raise Invalid("No practice has a weight above 0", "weights") from None
    if strange := sorted(set(made.weights) - {one.code for one in example}):
        raise Invalid(f"No practice has the code {strange[0]}", "weights")
    return made, example


def _propose(
    actor: Actor,
    found: ShownTender,
    draft: Draft,
    subject: str,
    terms: Mapping[str, Any],
    more: Mapping[str, Any],
) -> int:
    """A proposal in the name of the group, in discussion; practices with an interest stand aside in it."""
    plain_text(draft.reasons, "reasons")
    with unit_of_work():
        decision = proposals.start(
            actor, draft, subject=subject, terms=terms, fixed=True, asks_for=found.group_id
        )
        proposals.to_discussion(actor, decision)
        stand_aside(actor, found.id, decision)
        record.append(
            actor.person_id,
            _ASKED[subject],
            f"tender:{found.id}",
            decision=decision,
            **more,
        )
    return decision


def _named(found: ShownTender) -> dict[str, Any]:
    return {
        "tender": found.id,
        "number": found.number,
        "title": found.title,
        "group": found.group_id,
        "name": found.group,
    }


def _asked(tender_id: int) -> bool:
    return votes_running(tender_id, START) or votes_running(tender_id, SHARING)


def _too_tight(error: CannotShare, unit: str) -> tuple[str, str]:
    short = f"{number(error.short_by)} {unit}"
    if error.too_little:
        return f"The total is too little for the least of every practice: {short} are missing", "total"
    return f"The total is more than the most of every practice together: {short} are left over", "most"
