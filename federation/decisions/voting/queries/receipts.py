"""The ballot that a receipt code finds, as far as this reader may be told of it now."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from federation.decisions.models import Ballot, Decision, RollEntry, number_in
from federation.decisions.seen import decision_view
from federation.decisions.voting.queries.ballots import own_entries
from federation.decisions.voting.queries.results import shows_results
from federation.decisions.voting.receipts import receipt_fingerprint
from federation.kernel.db import db
from federation.kernel.policy import Actor
from federation.kernel.record import RecordEntry


class ReceiptPlace(NamedTuple):
    """The decision in which a ballot was cast."""

    id: int
    number: str
    title: str


class FoundBallot(NamedTuple):
    """A ballot found by its receipt code."""

    decision_id: int
    year: int
    ordinal: int
    series: str
    title: str
    practice_id: int
    practice: str
    stance: str
    choice: str
    version: int
    newest: int
    cast_at: datetime
    recused: bool

    @property
    def counts(self) -> bool:
        """Whether it is the latest of a practice that has not stood aside."""
        return self.version == self.newest and not self.recused


class CheckedReceipt(NamedTuple):
    """A code that belongs to a ballot. Before the close nobody but its own practice, and those who see results all the
    time, learns more than that: not when it was cast, nor in which decision; ``withheld`` says why. Afterwards others
    learn in which decision, and whether the ballot counts. Whose it is, what it says and where the record holds it
    (``entry``: number, moment and fingerprint) is for its own practice: a code must not show a vote that was changed.
    """

    withheld: str
    decision: ReceiptPlace | None = None
    counts: bool | None = None
    ballot: FoundBallot | None = None
    entry: tuple[int, datetime, str] | None = None


OPEN, WITHDRAWN = "open", "withdrawn"


def check_code(code: str, reader: Actor) -> CheckedReceipt | None:
    """Look a code up; None where no vote of this federation has it."""
    found = ballot_with_receipt(code) if code else None
    if found is None:
        return None
    view = decision_view(found.decision_id)
    own = own_entries(found.decision_id, reader)
    mine = any(entry.practice_id == found.practice_id for entry in own)
    if not mine and not shows_results(view, own):
        return CheckedReceipt(WITHDRAWN if view.decision.state == "withdrawn" else OPEN)
    decision = ReceiptPlace(
        found.decision_id, number_in(found.series, found.year, found.ordinal), found.title
    )
    if not mine:
        return CheckedReceipt("", decision, found.counts)
    return CheckedReceipt("", decision, found.counts, found, record_entry_of(code))


def ballot_with_receipt(code: str) -> FoundBallot | None:
    """The ballot that a receipt code belongs to."""
    other = aliased(Ballot)
    newest = (
        select(func.max(other.version))
        .where(other.roll_entry_id == Ballot.roll_entry_id)
        .correlate(Ballot)
        .scalar_subquery()
    )
    row: Any = db.session.execute(
        select(
            Decision.id,
            Decision.year,
            Decision.ordinal,
            Decision.series,
            Decision.title,
            RollEntry.practice_id,
            RollEntry.name,
            Ballot.stance,
            Ballot.choice,
            Ballot.version,
            newest,
            Ballot.cast_at,
            RollEntry.recused_at.is_not(None),
        )
        .join(RollEntry, RollEntry.id == Ballot.roll_entry_id)
        .join(Decision, Decision.id == Ballot.decision_id)
        .where(Ballot.receipt == code)
    ).first()
    return FoundBallot(*row) if row else None


def record_entry_of(code: str) -> tuple[int, datetime, str] | None:
    """The entry of the record that holds a receipt: its number, moment and fingerprint."""
    row = db.session.execute(
        select(RecordEntry.seq, RecordEntry.at, RecordEntry.hash)
        .join(Ballot, RecordEntry.subject == func.concat("decision:", Ballot.decision_id))
        .where(
            Ballot.receipt == code,
            RecordEntry.action == "ballot.cast",
            RecordEntry.data.contains(receipt_fingerprint(code)),
        )
    ).first()
    return (row[0], row[1], row[2]) if row else None
