"""The roll as it was when voting opened, and the practices that stood aside."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from sqlalchemy import select

from federation.decisions import rules
from federation.decisions.entries import called, here, last
from federation.decisions.fingerprints import roll_fingerprint
from federation.decisions.models import Decision, DeclaredInterest, RollEntry
from federation.kernel import record
from federation.kernel.db import db
from federation.kernel.proof import RecordedAct, RecordFlaw, at_entry

_INTERESTS: Final = ("interest.declared", "interest.demanded", "interest.kept")
"""Entries of who stands aside: by themselves, as a feature demands, or as in the vote before, of which the same text follows."""


def check(decision: Decision, acts: Sequence[RecordedAct]) -> Iterator[RecordFlaw]:
    """Who may vote, with which weight, and who stood aside why."""
    interests = called(acts, *_INTERESTS)
    yield from _interests(decision, interests)
    entries = db.session.scalars(select(RollEntry).where(RollEntry.decision_id == decision.id)).all()
    opened = last(acts, "decision.opened")
    if opened is None:
        if entries:
            yield here("it has a list of practices that may vote, and no entry holds that voting opened")
        return
    before = {_whose(act) for act in interests if act.seq < opened.seq}
    found = roll_fingerprint(
        (
            e.practice_id or e.person_id or 0,
            e.code,
            e.name,
            e.patients,
            e.weight,
            (e.practice_id, e.person_id) in before,
        )
        for e in entries
    )
    if found != opened.data.get("roll"):
        yield at_entry(opened, "the list of practices that may vote, or a weight, was changed since then")
    yield from _aside(entries, interests)
    summary = rules.summarize(
        rules.RollVoter(e.code, e.name, e.patients, e.weight, e.recused_at is not None) for e in entries
    )
    roll = decision.roll or {}
    if {name: roll.get(name) for name in summary.to_dict()} != summary.to_dict():
        yield here("the sum of its list of practices does not match the list")


def _aside(entries: Sequence[RollEntry], interests: Sequence[RecordedAct]) -> Iterator[RecordFlaw]:
    declared = {_whose(act): act for act in interests}
    for entry in entries:
        act = declared.get((entry.practice_id, entry.person_id))
        if entry.recused_at is None:
            if act is not None:
                yield at_entry(act, f"{entry.code} stood aside, and the list does not say so any more")
        elif act is None:
            yield here(f"no entry holds that {entry.code} stood aside")
        elif (_whose_act(act), act.data.get("reason")) != (
            entry.recused_by,
            record.digest(entry.recusal_reason),
        ):
            yield at_entry(act, f"who declared the interest of {entry.code}, or why, was changed")


def _interests(decision: Decision, acts: Sequence[RecordedAct]) -> Iterator[RecordFlaw]:
    """What was declared before voting opened."""
    known = {
        (
            _whose(act),
            _whose_act(act),
            act.data.get("reason"),
            act.data.get("feature", ""),
            act.data.get("shut_out", False),
        )
        for act in acts
    }
    for row in db.session.scalars(
        select(DeclaredInterest).where(DeclaredInterest.decision_id == decision.id)
    ):
        whose = row.practice_id, row.person_id
        digest = record.digest(row.reason)
        if (whose, row.declared_by, digest, row.demanded_by, row.shut_out) not in known:
            yield here("no entry holds an interest that was declared before voting opened")


def _whose_act(act: RecordedAct) -> int | None:
    """Who declared or demanded it; of one that was kept, who did so first."""
    by: int | None = act.data.get("by", act.actor)
    return by


def _whose(act: RecordedAct) -> tuple[Any, Any]:
    """Whose interest was declared: the practice, or the person."""
    return act.data.get("practice"), act.data.get("person")
