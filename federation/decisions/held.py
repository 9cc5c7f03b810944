"""A decision while something is done with it: who may read it, what rights depend on, and a deadline that passes meanwhile."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy import bindparam, select
from sqlalchemy.exc import IntegrityError

from federation.decisions.models import CoAuthor, Decision
from federation.decisions.permissions import DecisionMatter, is_lead
from federation.kernel.db import db
from federation.kernel.policy import Actor, may
from federation.kernel.refusals import NotFound, NotYours, Refusal


class VotingOver(Refusal):
    """An act came after the deadline of a vote whose close is not written down yet."""


@contextmanager
def until_the_close(words: str) -> Iterator[None]:
    """Refuse in these words where the deadline passes between our reading of the clock and the database's own guard."""
    try:
        yield
    except IntegrityError as error:
        if "voting is over" in str(error.orig):
            raise VotingOver(words) from None
        raise


_COAUTHORS = select(CoAuthor.person_id).where(CoAuthor.decision_id == bindparam("decision"))


def matter_from(decision: Decision, coauthors: Iterable[int]) -> DecisionMatter:
    """The facts of a decision that rights depend on, where its co-authors are known."""
    return DecisionMatter(decision.author_id, frozenset(coauthors), decision.state, decision.group_id)


def matter_of(decision: Decision) -> DecisionMatter:
    """The facts of a decision that rights depend on: its author, co-authors and state. One statement."""
    coauthors = db.session.scalars(_COAUTHORS, {"decision": decision.id}).all()
    return matter_from(decision, coauthors)


def proposal_read_by(reader: Actor, decision_id: int) -> Decision | None:
    """A decision, for somebody who may read it; else None. Two statements at most."""
    decision = db.session.scalars(select(Decision).where(Decision.id == decision_id)).first()
    return decision if decision is not None and may(reader, "decisions.read", matter_of(decision)) else None


def readable(actor: Actor, decision: Decision) -> DecisionMatter:
    """The facts that rights depend on, for somebody who may read the decision. Raises ``NotFound`` for a draft of others."""
    matter = matter_of(decision)
    if not may(actor, "decisions.read", matter):
        raise NotFound()
    return matter


_NOT_BY_LEADS: Final = {
    "lead_may_close": "Under the rule of this vote those who lead cannot close it early.",
    "lead_may_withdraw": "Under the rule of this vote those who lead cannot call it off, nor change its rule or times.",
}


def refuse_leads(actor: Actor, decision: Decision, matter: DecisionMatter, part: str) -> None:
    """Refuse those who lead what the rule of a vote, open or with its time set, does not let them do."""
    if not (decision.rule or {}).get(part, True) and is_lead(actor, matter):
        raise NotYours(_NOT_BY_LEADS[part])
