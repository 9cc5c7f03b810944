"""Standing aside that a feature demands, before voting opens: whoever it concerns cannot undo it, and reads why."""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import select

from federation.decisions import rules
from federation.decisions.findable import note_text
from federation.decisions.held import readable
from federation.decisions.models import Decision, DeclaredInterest
from federation.decisions.rulebook.queries.voters import possible_voters
from federation.decisions.voting.letters.aside import tell_aside
from federation.kernel import record
from federation.kernel.db import db, unit_of_work
from federation.kernel.held import held, plain_text
from federation.kernel.policy import Actor
from federation.kernel.refusals import Invalid, Refusal
from federation.network.locking import narrow_requests
from federation.plugin.door import door

_TOO_LATE: Final = "Voting has opened: who may vote is fixed, and nobody can be made to stand aside any more."


def recuse(
    actor: Actor, decision_id: int, voters: Iterable[str], reason: str, *, shut_out: bool = False
) -> int:
    """In the open unit of work: make voters stand aside in a decision about one of the feature's subjects.

    ``voters`` are codes of practices; in a group also of people, their number behind ``p-``. They are on no roll and in no
    number of this vote, with the ``reason`` for all to read, and cannot undo it; they get a letter that cannot be switched
    off. With ``shut_out`` they, and whoever has a place at the practice, also read neither the discussion nor the papers of
    the decision, from now on and for good.

    Returns how many were not aside before, or not shut out. Raises :class:`ValueError` where no feature brings the
    subject; ``Refusal`` once voting is open or due: a demand would take a vote from somebody then; ``Invalid`` for a voter
    who has none here.
    """
    reason = plain_text(reason, "reason", "Say why they stand aside")
    with unit_of_work() as session:
        if shut_out:
            narrow_requests()
        decision, now = held(Decision, decision_id)
        readable(actor, decision)
        feature = _brings(decision.subject)
        if decision.state not in rules.BEFORE_VOTING or decision.is_due(now):
            raise Refusal(_TOO_LATE)
        demanded = _demanded(decision, list(dict.fromkeys(voters)), shut_out)
        for row in demanded:
            row.reason, row.declared_by, row.declared_at = reason, actor.person_id, now
            row.demanded_by, row.shut_out = feature, shut_out
            session.add(row)
            record.append(
                actor.person_id,
                "interest.demanded",
                f"decision:{decision_id}",
                practice=row.practice_id,
                reason=record.digest(reason),
                feature=feature,
                **({"person": row.person_id} if row.person_id else {}),
                **({"shut_out": True} if shut_out else {}),
            )
        session.flush()
        if shut_out:
            note_text(decision)
        if decision.state != "draft":
            tell_aside(decision_id)
    return len(demanded)


def _brings(subject: str) -> str:
    """The name of the feature above decisions that brings a subject."""
    for feature in door().features.values():
        if feature.name != "decisions" and subject in {one.name for one in feature.subjects}:
            return feature.name
    raise ValueError(f"no feature brings what this decision is about: {subject}")


def _demanded(decision: Decision, codes: list[str], shut_out: bool) -> list[DeclaredInterest]:
    """The interests of those who are not aside yet, and, where they are to be shut out, of those who are aside but read all."""
    known = {voter.code: voter for voter in possible_voters(decision.group_id)}
    if strange := [code for code in codes if code not in known]:
        raise Invalid(f"{strange[0]} has no vote in this matter", "voters")
    rows = db.session.scalars(select(DeclaredInterest).where(DeclaredInterest.decision_id == decision.id))
    aside = {(row.practice_id, row.person_id): row for row in rows}
    found = []
    for voter in (known[code] for code in codes):
        row = aside.get((voter.practice_id, voter.person_id))
        if row is None:
            row = DeclaredInterest(practice_id=voter.practice_id, person_id=voter.person_id)
            row.decision_id = decision.id
        elif not shut_out or row.shut_out:
            continue
        found.append(row)
    return found
