"""The decision an act is about: read once, locked, with the database's clock beside it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.exc import IntegrityError

from federation.decisions.models import CoAuthor, Decision
from federation.decisions.permissions import DecisionMatter
from federation.kernel.db import db
from federation.kernel.patient_data import objection_to
from federation.kernel.policy import Actor, may
from federation.kernel.record import now_here
from federation.kernel.refusals import Invalid, NotFound, Refusal


class VotingOver(Refusal):
    """An act came after the deadline of a vote whose close is not written down yet."""


class LockedDecision(NamedTuple):
    """A decision held until the unit of work ends, and the time when it was read: never before the record's newest entry."""

    decision: Decision
    now: datetime

    @property
    def voting(self) -> bool:
        """Whether ballots are taken: decided by the deadline itself, whether or not anything has noticed it pass."""
        return self.decision.takes_ballots(self.now)

    @property
    def over(self) -> bool:
        """Whether the deadline has passed and nothing has written the close down yet."""
        return self.decision.is_over(self.now)

    @property
    def due(self) -> bool:
        """Whether the time that was set for opening has come, and nothing has opened voting yet."""
        return self.decision.is_due(self.now)


def lock(decision_id: int) -> LockedDecision:
    """Hold a decision for this unit of work; everything that changes it or its ballots passes here first.

    The time is read after the lock is granted: PostgreSQL works out a statement's values before it waits.
    """
    decision = db.session.scalars(
        select(Decision)
        .where(Decision.id == decision_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if decision is None:
        raise NotFound()
    return LockedDecision(decision, db.session.execute(select(now_here())).scalar_one())


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


def matter_of(decision: Decision) -> DecisionMatter:
    """What rights depend on."""
    coauthors = db.session.scalars(_COAUTHORS, {"decision": decision.id}).all()
    return DecisionMatter(decision.author_id, frozenset(coauthors), decision.state)


def readable(actor: Actor, decision: Decision) -> DecisionMatter:
    """What rights depend on, for somebody who may read the decision; a draft of others is one that does not exist."""
    matter = matter_of(decision)
    if not may(actor, "decisions.read", matter):
        raise NotFound()
    return matter


def typed(text: str, field: str, missing: str = "") -> str:
    """What somebody typed as a reason or an answer, without blanks around it. Refused: nothing, where ``missing`` says
    what to give, and anything about a patient."""
    text = text.strip()
    if missing and not text:
        raise Invalid(missing, field)
    if words := objection_to(text):
        raise Invalid(words, field)
    return text
