"""Decisions against the record: everything that decides a vote is computed again from the rows.

Nothing here says how a practice votes, nor whether it has voted: a ballot is named by its row or its entry.
"""

from collections.abc import Iterator

from sqlalchemy import select

from federation.decisions.models import Decision
from federation.decisions.outcomes import proofs as afterwards
from federation.decisions.proposals import proofs as texts
from federation.decisions.voting.proofs import ballots, rolls, verdicts
from federation.kernel.checkpoints import unsigned
from federation.kernel.db import db
from federation.kernel.proof import RecordedAct, RecordFlaw, acts_about, in_parts, subjects_of

_CHECKS = (texts.check, rolls.check, ballots.check, verdicts.check, afterwards.check)


def decisions() -> Iterator[RecordFlaw]:
    """Every decision, a few at a time."""
    for part in in_parts(db.session.scalars(select(Decision.id).order_by(Decision.id)).all()):
        acts = acts_about([f"decision:{number}" for number in part])
        for decision in db.session.scalars(
            select(Decision).where(Decision.id.in_(part)).order_by(Decision.id)
        ).all():
            yield from _flaws(decision, acts[f"decision:{decision.id}"])
        db.session.expunge_all()
    yield from _missing()


def signatures() -> Iterator[RecordFlaw]:
    """Each opening and each close has a checkpoint of its own."""
    return unsigned("decision.opened", "decision.closed")


def _flaws(decision: Decision, acts: list[RecordedAct]) -> Iterator[RecordFlaw]:
    called = f"Decision {decision.number}" if decision.year else f"Proposal {decision.id}"
    for check in _CHECKS:
        for flaw in check(decision, acts):
            yield flaw if flaw.where else RecordFlaw(called, flaw.why)


def _missing() -> Iterator[RecordFlaw]:
    """Decisions that the record knows and the database does not."""
    for part in in_parts(subjects_of("decision"), 500):
        there = set(db.session.scalars(select(Decision.id).where(Decision.id.in_(part))))
        gone = [f"decision:{number}" for number in part if number not in there]
        for subject, acts in acts_about(gone).items() if gone else ():
            if not any(act.name == "proposal.deleted" for act in acts):
                yield RecordFlaw(f"Entry {acts[0].seq}", f"{subject.replace(':', ' ')} is missing")
