"""Reading who asks for the recall of a mandate, and how many are needed."""

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction
from math import ceil
from typing import NamedTuple

from sqlalchemy import Select, select

from federation.decisions.models import Decision, number_in
from federation.decisions.rulebook.queries.agreed import agreed
from federation.decisions.rulebook.queries.voters import practices_that_may_vote
from federation.kernel.db import db
from federation.mandates.models import GroupReport, MandateAct, RecallName
from federation.mandates.queries.escalations import escalations_of
from federation.mandates.queries.standing import StandingMandate
from federation.mandates.subjects import RECALL, RECALL_SHARE
from federation.network.models import Practice
from federation.people.models import Person


class RecallSigner(NamedTuple):
    """A practice that asks for a recall, and why; who signed for it, and when."""

    practice_id: int
    practice: str
    code: str
    reason: str
    signed_by: str
    signed_at: datetime


class RecallVote(NamedTuple):
    """A vote on a recall that is open, and the practices that asked for it."""

    decision_id: int
    number: str
    signers: Sequence[RecallSigner]


class RecallStanding(NamedTuple):
    """Who asks for the recall of a mandate, how many of how many practices are needed, and the vote where one is open."""

    signers: Sequence[RecallSigner]
    needed: int
    practices: frozenset[int]
    vote: RecallVote | None

    @property
    def signed(self) -> int:
        """How many practices ask for it."""
        return len(self.signers)

    @property
    def names(self) -> Sequence[RecallSigner]:
        """The practices that ask for it, or that asked for the vote that is open."""
        return self.vote.signers if self.vote else self.signers


def recall_of(mandate_id: int) -> RecallStanding:
    """How the call for a recall of a mandate stands. Four statements, and one more while the members vote on it."""
    rows = db.session.execute(_names(mandate_id).where(RecallName.asks(), Practice.belongs()))
    practices = frozenset(one.practice_id for one in practices_that_may_vote() if one.practice_id is not None)
    signers = [RecallSigner._make(row) for row in rows if row.id in practices]
    share = Fraction(agreed(RECALL_SHARE.name))
    return RecallStanding(signers, max(1, ceil(share * len(practices))), practices, _open_vote(mandate_id))


def _open_vote(mandate_id: int) -> RecallVote | None:
    row = db.session.execute(
        select(Decision.id, Decision.series, Decision.year, Decision.ordinal)
        .join(RecallName, RecallName.decision_id == Decision.id)
        .where(RecallName.mandate_id == mandate_id, Decision.subject == RECALL, Decision.state == "open")
        .limit(1)
    ).first()
    if row is None:
        return None
    asked = db.session.execute(_names(mandate_id).where(RecallName.decision_id == row.id))
    signers = [RecallSigner._make(one) for one in asked]
    return RecallVote(row.id, number_in(row.series, row.year, row.ordinal), signers)


def _names(mandate_id: int) -> Select[int, str, str, str, str, datetime]:
    return (
        select(
            *(Practice.id, Practice.name, Practice.code),
            *(RecallName.reason, Person.name, RecallName.signed_at),
        )
        .join(RecallName, RecallName.practice_id == Practice.id)
        .join(Person, Person.id == RecallName.signed_by)
        .where(RecallName.mandate_id == mandate_id)
        .order_by(RecallName.id)
    )


def pending_of(mandate: StandingMandate) -> dict[int, list[str]]:
    """What is not finished of a mandate, in words, by the person who sees to it: acts, reports, and what the members were
    asked. Three statements."""
    found: dict[int, list[str]] = {}
    acts = select(MandateAct.acted_by, MandateAct.words, MandateAct.state).where(
        MandateAct.mandate_id == mandate.id, MandateAct.state.in_(("standing", "held"))
    )
    for person, words, state in db.session.execute(acts.order_by(MandateAct.id)):
        held = ", which was called in" if state == "held" else ""
        found.setdefault(person, []).append(f"An act{held}: {words}")
    reports = select(GroupReport.sent_by, GroupReport.id).where(
        GroupReport.mandate_id == mandate.id, GroupReport.state == "sent"
    )
    for person, number in db.session.execute(reports.order_by(GroupReport.id)):
        found.setdefault(person, []).append(f"Report {number}, which the members have not settled")
    for asked in escalations_of(mandate.group_id):
        if asked.state in ("discussion", "scheduled", "open"):
            found.setdefault(asked.asked_by, []).append(f"What the members were asked: {asked.words}")
    return found
