"""Who is kept out of the discussion and the papers of a decision, because a feature demands that they stand aside."""

from typing import Final

from sqlalchemy import bindparam, select

from federation.decisions.models import Decision, DeclaredInterest
from federation.decisions.models.readers import shut_out_decisions
from federation.kernel.db import RowId, db
from federation.kernel.reading import reader
from federation.kernel.refusals import NotYours
from federation.network.models import Membership

_ASKED = select(Decision.id).where(
    Decision.id == bindparam("decision", type_=RowId), Decision.id.in_(shut_out_decisions())
)
_WORDS: Final = (
    "You, or a practice of yours, stand aside in this decision because its rules demand it. "
    "So you read neither its discussion nor its papers."
)


def is_shut_out(decision_id: int) -> bool:
    """Whether the person of the request is kept out. One statement where a federation keeps anything to some, else none."""
    return reader() is not None and db.session.scalar(_ASKED, {"decision": decision_id}) is not None


def refuse_shut_out(decision_id: int) -> None:
    """Raise ``NotYours`` for a person of the request who is kept out."""
    if is_shut_out(decision_id):
        raise NotYours(_WORDS)


def people_shut_out(decision_id: int) -> frozenset[int]:
    """The people who are kept out of a decision, for letters, whoever writes these: a request or a job. One statement."""
    shut = (DeclaredInterest.decision_id == decision_id, DeclaredInterest.shut_out)
    places = select(Membership.person_id).join(
        DeclaredInterest,
        (DeclaredInterest.practice_id == Membership.practice_id)
        & (Membership.ended_at.is_(None) | (Membership.ended_at >= DeclaredInterest.declared_at)),
    )
    own = select(DeclaredInterest.person_id).where(*shut, DeclaredInterest.person_id.is_not(None))
    return frozenset(db.session.scalars(places.where(*shut).union(own)))


def shuts_out(decision_id: int) -> bool:
    """Whether anybody is kept out of a decision. One statement."""
    found = select(DeclaredInterest.id).where(
        DeclaredInterest.decision_id == decision_id, DeclaredInterest.shut_out
    )
    return db.session.scalar(found.limit(1)) is not None
