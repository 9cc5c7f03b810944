"""What works in care homes: brought by one person, reviewed by another."""

from typing import Final

from federation.toolkit import (
    Actor,
    Invalid,
    NotYours,
    Refusal,
    authorize,
    held,
    index,
    plain_text,
    session,
    time_now,
    unit_of_work,
    write_record,
)

from ..models import HomeEvidence
from ..permissions import SHARE

VERDICTS: Final = {"use": "Use it", "try": "Try it in one home first", "leave": "Leave it"}


def bring_evidence(actor: Actor, title: str, words: str) -> int:
    """Bring something that works in care homes; returns its number."""
    authorize(actor, SHARE)
    title = plain_text(title, "title", "Enter what it is")
    words = plain_text(words, "words", "Say what was done, where, and what came of it")
    with unit_of_work():
        row = HomeEvidence(
            title=title,
            words=words,
            submitted_by=actor.person_id,
            submitted_at=time_now(),
            verdict="",
            reason="",
        )
        session.add(row)
        session.flush()
        index("care_homes_shared", row.id, title, words)
        write_record(actor.person_id, "care_homes.brought", f"care_homes_shared:{row.id}")
        return row.id


def review_evidence(actor: Actor, evidence_id: int, verdict: str, reason: str) -> None:
    """Say what to make of it: somebody else than who brought it, once."""
    authorize(actor, SHARE)
    if verdict not in VERDICTS:
        raise Invalid("Select what to make of it", "verdict")
    reason = plain_text(reason, "reason", "Say why")
    with unit_of_work():
        row, now = held(HomeEvidence, evidence_id)
        if row.submitted_by == actor.person_id:
            raise NotYours()
        if row.verdict:
            raise Refusal("This has been reviewed already.")
        row.verdict, row.reason, row.reviewed_by, row.reviewed_at = verdict, reason, actor.person_id, now
        session.flush()
        write_record(actor.person_id, "care_homes.reviewed", f"care_homes_shared:{row.id}", verdict=verdict)
