"""Standing aside that a feature demands, before voting opens: whoever it concerns cannot undo it, and reads why."""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import select

from federation.decisions import rules
from federation.decisions.held import readable
from federation.decisions.models import Decision, DeclaredInterest
from federation.decisions.rulebook.queries.voters import PossibleVoter, possible_voters
from federation.decisions.voting.letters.aside import tell_aside
from federation.kernel import record
from federation.kernel.db import db, unit_of_work
from federation.kernel.held import held, plain_text
from federation.kernel.policy import Actor
from federation.kernel.refusals import Invalid, Refusal
from federation.plugin.door import door

_TOO_LATE: Final = "Voting has opened: who may vote is fixed, and nobody can be made to stand aside any more."


def recuse(actor: Actor, decision_id: int, voters: Iterable[str], reason: str) -> int:
    """In the open unit of work: make voters stand aside in a decision about one of the feature's subjects.

    ``voters`` are codes of practices; in a group also of people, their number behind ``p-``. They are on no roll and in no
    number of this vote, with the ``reason`` for all to read, and cannot undo it; they get a letter that cannot be switched
    off. Returns how many were not aside before. Raises :class:`ValueError` where no feature brings the subject; ``Refusal``
    once voting is open or due: a demand would take a vote from somebody then; ``Invalid`` for a voter who has none here.
    """
    reason = plain_text(reason, "reason", "Say why they stand aside")
    with unit_of_work() as session:
        decision, now = held(Decision, decision_id)
        readable(actor, decision)
        feature = _brings(decision.subject)
        if decision.state not in rules.BEFORE_VOTING or decision.is_due(now):
            raise Refusal(_TOO_LATE)
        demanded = _not_aside(decision, list(dict.fromkeys(voters)))
        for voter in demanded:
            session.add(
                DeclaredInterest(
                    decision_id=decision_id,
                    practice_id=voter.practice_id,
                    person_id=voter.person_id,
                    reason=reason,
                    declared_by=actor.person_id,
                    declared_at=now,
                    demanded_by=feature,
                )
            )
            record.append(
                actor.person_id,
                "interest.demanded",
                f"decision:{decision_id}",
                practice=voter.practice_id,
                reason=record.digest(reason),
                feature=feature,
                **({"person": voter.person_id} if voter.person_id else {}),
            )
        session.flush()
        if decision.state != "draft":
            tell_aside(decision_id)
    return len(demanded)


def _brings(subject: str) -> str:
    """The name of the feature outside that brings a subject."""
    for feature in door().features.values():
        if not feature.always_on and subject in {one.name for one in feature.subjects}:
            return feature.name
    raise ValueError(f"no feature brings what this decision is about: {subject}")


def _not_aside(decision: Decision, codes: list[str]) -> list[PossibleVoter]:
    known = {voter.code: voter for voter in possible_voters(decision.group_id)}
    if strange := [code for code in codes if code not in known]:
        raise Invalid(f"{strange[0]} has no vote in this matter", "voters")
    aside = {
        (row.practice_id, row.person_id)
        for row in db.session.execute(
            select(DeclaredInterest.practice_id, DeclaredInterest.person_id).where(
                DeclaredInterest.decision_id == decision.id
            )
        )
    }
    voters = [known[code] for code in codes]
    return [voter for voter in voters if (voter.practice_id, voter.person_id) not in aside]
