"""What is to be bought: written by the group, version by version, and voted by the members. No version is the voted one without
their decision, and the text that they voted is the text that stays."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import func, select

from federation.decisions.events import DecisionClosed
from federation.decisions.proposals.actions import proposals
from federation.decisions.proposals.texts import Draft
from federation.kernel import record
from federation.kernel.db import db, unit_of_work
from federation.kernel.held import held, plain_text
from federation.kernel.policy import Actor, may
from federation.kernel.refusals import Invalid, NotYours, Refusal
from federation.purchasing.actions.rounds import checked_items, round_run
from federation.purchasing.findable import note_round
from federation.purchasing.models import PurchaseRound, SpecVersion, SpecVote
from federation.purchasing.queries.needs import demand_of, items_said
from federation.purchasing.queries.offers import item_named
from federation.purchasing.queries.specifications import versions_of
from federation.purchasing.rules import BASES, EVIDENCE, fingerprint_of
from federation.purchasing.subjects import SPECIFICATION
from federation.purchasing.terms import LONGEST_EVIDENCE, LONGEST_SPEC

MOST_VERSIONS: Final = 200
_TEXT: Final = (
    "The {name} buys for the practices what stands below, in this version and no other, within its mandate. "
    "Another version needs another vote."
)
_NO_MEMBER: Final = (
    "Only the executive and people of practices can propose something to the members. "
    "Ask one of those who sit in the group."
)


def write_version(
    actor: Actor,
    round_id: int,
    text: str,
    evidence: Mapping[str, str],
    basis: str = "",
    items: Sequence[Sequence[str]] = (),
) -> int:
    """Write the next version of what is to be bought. ``basis`` says how bills are split (empty: the group says it on each);
    ``items`` are what is bought, with their units (none: those that practices were asked about, or else have named).
    Returns the number of the version; those before it stay."""
    found = round_run(actor, round_id)
    named = checked_items(items or found.items or items_said(round_id))
    text = _long(text, "text", "Say what is to be bought", LONGEST_SPEC)
    if basis not in ("", *BASES):
        raise Invalid("Select how bills are split", "basis")
    if unknown := set(evidence) - set(EVIDENCE):
        raise Invalid(f"There is no part {sorted(unknown)[0]} of the evidence", "evidence")
    parts = {part: _long(evidence.get(part, ""), part, "", LONGEST_EVIDENCE) for part in EVIDENCE}
    written = {part: words for part, words in parts.items() if words}
    with unit_of_work() as session:
        now = held(PurchaseRound, round_id).now
        newest = select(func.max(SpecVersion.number)).where(SpecVersion.round_id == round_id)
        number = int(db.session.scalar(newest) or 0) + 1
        if number > MOST_VERSIONS:
            raise Refusal(f"A round has {MOST_VERSIONS} versions at most.")
        row = SpecVersion(
            round_id=round_id,
            number=number,
            text=text,
            items=named,
            evidence=written,
            basis=basis,
            fingerprint=fingerprint_of(text, named),
            written_by=actor.person_id,
            written_at=now,
        )
        session.add(row)
        session.flush()
        record.append(
            actor.person_id,
            "purchase.specified",
            f"purchase:{round_id}",
            version=number,
            fingerprint=row.fingerprint,
            text=spec_digest(row),
        )
        note_round(round_id)
        return number


def propose_version(actor: Actor, round_id: int, reasons: str = "") -> int:
    """Put the newest version to the members, with how many of each item they need: a proposal in discussion, which its author
    puts to the vote. So practices have said first what they need. Returns the number of the decision."""
    found = round_run(actor, round_id)
    if not may(actor, "mandates.propose"):
        raise NotYours(_NO_MEMBER)
    reasons = plain_text(reasons, "reasons")
    versions = versions_of(round_id)
    if not versions:
        raise Refusal("Nobody has written what is to be bought yet.")
    newest = versions[0]
    if found.state == "open":
        raise Refusal(
            "Practices can still say what they need. Put it to the members when the round has closed."
        )
    if not newest.items:
        raise Refusal("This version names no items. Name them in the next one.")
    terms = {
        "round": round_id,
        "title": found.title,
        "category": found.category,
        "group": found.group_id,
        "name": found.group,
        "version": newest.number,
        "fingerprint": newest.fingerprint,
        "text": newest.text,
        "items": _needed(round_id, newest.items),
        "basis": newest.basis,
        "evidence": dict(newest.evidence),
    }
    title = f"What we buy together: {found.title} (version {newest.number})"
    draft = Draft(title=title, body=_TEXT.format(name=found.group), reasons=reasons)
    with unit_of_work():
        number = proposals.start(actor, draft, subject=SPECIFICATION, terms=terms, fixed=True)
        proposals.to_discussion(actor, number)
        record.append(
            actor.person_id,
            "purchase.proposed",
            f"purchase:{round_id}",
            version=newest.number,
            decision=number,
        )
        return number


def apply_vote(event: DecisionClosed) -> None:
    """Let the version that the members voted be the one that may be bought: once, however often it is told."""
    if db.session.scalar(select(SpecVote.id).where(SpecVote.decision_id == event.decision_id)):
        return
    terms = event.terms
    row, now = held(PurchaseRound, terms["round"])
    spec = db.session.scalar(
        select(SpecVersion.id).where(SpecVersion.round_id == row.id, SpecVersion.number == terms["version"])
    )
    vote = SpecVote(
        spec_id=spec, decision_id=event.decision_id, fingerprint=terms["fingerprint"], voted_at=now
    )
    db.session.add(vote)
    db.session.flush()
    record.append(
        None,
        "purchase.voted",
        f"purchase:{row.id}",
        version=terms["version"],
        decision=event.decision_id,
        fingerprint=terms["fingerprint"],
    )


def spec_digest(row: SpecVersion) -> str:
    """The fingerprint of a version with its items, its evidence and its basis, as the record keeps it."""
    items = [row.items] if row.items else []
    return record.digest([row.number, row.text, row.evidence, row.basis, *items])


def _needed(round_id: int, items: Sequence[Sequence[str]]) -> list[dict[str, Any]]:
    """How many of each item the practices need in all."""
    demand = demand_of(round_id).items
    found = [(item, unit, item_named(item, unit, demand)) for item, unit in items]
    return [
        {"item": item, "unit": need.unit if need else unit, "quantity": need.quantity if need else 0}
        for item, unit, need in found
    ]


def _long(typed: str, field: str, missing: str, longest: int) -> str:
    text = plain_text(typed.replace("\r\n", "\n"), field, missing)
    if len(text) > longest:
        raise Invalid(f"Use {longest:,} characters or fewer", field)
    return text
