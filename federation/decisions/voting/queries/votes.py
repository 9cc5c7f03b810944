"""What pages say of a vote: the decision, the reader's own ballots, and, once they may be shown, everybody's."""

from datetime import datetime
from typing import Any, Final, Literal, NamedTuple

from sqlalchemy import ColumnElement, and_, bindparam, func, select, tuple_
from sqlalchemy.orm import aliased

from federation.decisions import rules
from federation.decisions.models import (
    Ballot,
    CastingVote,
    Decision,
    Interest,
    Resolution,
    RollEntry,
)
from federation.decisions.seen import DecisionView
from federation.decisions.voting.queries.roll import counted_ballots, fixed_roll
from federation.decisions.voting.receipts import receipt_fingerprint
from federation.kernel.db import db
from federation.kernel.policy import Actor
from federation.kernel.record import RecordEntry
from federation.network.models import Practice
from federation.people.models import Person

SHOWN_ON_PAGE = 60


class Result(NamedTuple):
    """A verdict as pages show it: ``data`` as programs get it, ``how`` in a few words."""

    verdict: str
    data: dict[str, Any]
    how: str


def result_of(view: DecisionView) -> Result:
    """The verdict of a vote that is counted, as written down."""
    decision = view.decision
    return Result(decision.verdict or "", decision.result or {}, decision.how or "")


Way = Literal["link", "signed_in", "program"]
WAYS: Final[dict[Way, str]] = {
    "link": "by the link in a letter",
    "signed_in": "signed in",
    "program": "by a program",
}
"""How a ballot is cast, in words."""


def way_of(by_link: bool | None, by_program: bool | None) -> Way:
    """How a ballot was cast: by the link in a letter, by a program, or by somebody who had signed in."""
    return "link" if by_link else "program" if by_program else "signed_in"


def way_in_words(way: Way, link_seen_by: str | None) -> str:
    """How a ballot was cast, and whether somebody else had seen the link by which the account was opened."""
    seen = f", with an account opened by a link that {link_seen_by} had seen" if link_seen_by else ""
    return WAYS[way] + seen


class OwnEntry(NamedTuple):
    """One of the reader's practices on the roll, with its latest ballot."""

    practice_id: int
    code: str
    name: str
    patients: int
    weight: int
    recused_at: datetime | None
    recusal_reason: str | None
    stance: str | None
    reason: str | None
    cast_at: datetime | None
    cast_by: str | None
    receipt: str | None
    answer: str | None
    accepted_at: datetime | None
    version: int | None
    by_link: bool | None
    by_program: bool | None
    link_seen_by: str | None

    @property
    def way(self) -> Way | None:
        """How the ballot was cast."""
        return way_of(self.by_link, self.by_program) if self.cast_at else None


def _latest() -> ColumnElement[bool]:
    later = aliased(Ballot)
    newest = (
        select(func.max(later.version))
        .where(later.roll_entry_id == RollEntry.id)
        .correlate(RollEntry)
        .scalar_subquery()
    )
    return and_(Ballot.roll_entry_id == RollEntry.id, Ballot.version == newest)


_seer = aliased(Person)
_OWN = (
    select(
        RollEntry.practice_id,
        RollEntry.code,
        RollEntry.name,
        RollEntry.patients,
        RollEntry.weight,
        RollEntry.recused_at,
        RollEntry.recusal_reason,
        Ballot.stance,
        Ballot.reason,
        Ballot.cast_at,
        Person.name,
        Ballot.receipt,
        Resolution.words,
        Resolution.accepted_at,
        Ballot.version,
        Ballot.by_link,
        Ballot.by_program,
        _seer.name,
        Decision.opened_at,
    )
    .select_from(RollEntry)
    .join(Decision, Decision.id == RollEntry.decision_id)
    .outerjoin(Ballot, _latest())
    .outerjoin(Person, Person.id == Ballot.cast_by)
    .outerjoin(_seer, _seer.id == Person.link_seen_by)
    .outerjoin(Resolution, Resolution.ballot_id == Ballot.id)
    .where(
        RollEntry.decision_id == bindparam("decision"),
        RollEntry.practice_id.in_(bindparam("practices", expanding=True)),
    )
    .order_by(RollEntry.name)
)


def own_entries(decision_id: int, actor: Actor) -> list[OwnEntry]:
    """The reader's practices on this roll, as far as their place there counts in this vote: before the close nobody else
    learns whether or how a practice has voted."""
    ids = [seat.practice_id for seat in actor.seats]
    if not ids:
        return []
    rows = db.session.execute(_OWN, {"decision": decision_id, "practices": ids})
    found = [(OwnEntry._make(row[:-1]), row.opened_at) for row in rows]
    return [entry for entry, opened_at in found if actor.as_of(opened_at).belongs_to(entry.practice_id)]


def shows_results(view: DecisionView, own: list[OwnEntry]) -> bool:
    """Whether this reader may see how practices vote: the one place that decides it, for pages and programs alike."""
    visibility = (view.decision.rule or {}).get("visibility", "after_close")
    has_voted = any(entry.stance for entry in own)
    return rules.shows_results(visibility, view.voting, view.counted, has_voted)


class RollRow(NamedTuple):
    """One practice on the roll and how it voted; after the close also who cast its ballot, when, how often it had
    changed, and how it was cast."""

    practice_id: int
    code: str
    name: str
    patients: int
    weight: int
    recused: bool
    recusal_reason: str | None
    stance: str | None
    reason: str | None
    answer: str | None
    resolved: bool
    cast_by: str | None = None
    cast_at: datetime | None = None
    changes: int | None = None
    way: Way | None = None
    link_seen_by: str | None = None
    """Whoever was shown the link by which the account that cast it was opened, where that was somebody else."""


_ROLL = (
    select(
        RollEntry.practice_id,
        RollEntry.code,
        RollEntry.name,
        RollEntry.patients,
        RollEntry.weight,
        RollEntry.recused_at,
        RollEntry.recusal_reason,
    )
    .where(RollEntry.decision_id == bindparam("decision"))
    .order_by(RollEntry.name, RollEntry.code)
    .limit(bindparam("most"))
)
_ROLL_WITH_BALLOTS = (
    _ROLL.add_columns(
        Ballot.stance,
        Ballot.reason,
        Resolution.words,
        Resolution.accepted_at,
        Person.name.label("caster"),
        Ballot.cast_at,
        Ballot.version,
        Ballot.by_link,
        Ballot.by_program,
        _seer.name.label("seer"),
    )
    .select_from(RollEntry)
    .outerjoin(Ballot, _latest())
    .outerjoin(Person, Person.id == Ballot.cast_by)
    .outerjoin(_seer, _seer.id == Person.link_seen_by)
    .outerjoin(Resolution, Resolution.ballot_id == Ballot.id)
)


def _after(statement: Any) -> Any:
    """From behind one practice of the roll on."""
    one = aliased(RollEntry)
    place = (
        select(one.name, one.code)
        .where(one.decision_id == bindparam("decision"), one.code == bindparam("after"))
        .scalar_subquery()
    )
    return statement.where(tuple_(RollEntry.name, RollEntry.code) > place)


_ROLL_AFTER, _ROLL_WITH_BALLOTS_AFTER = _after(_ROLL), _after(_ROLL_WITH_BALLOTS)


def roll_rows(
    decision_id: int, results: bool, after: str = "", most: int = SHOWN_ON_PAGE, over: bool = False
) -> list[RollRow]:
    """Practices on the roll in order of name, after the one whose code is given; stances only where ``results`` may be
    shown, and who cast them only once the vote is ``over``."""
    values = {"decision": decision_id, "most": most} | ({"after": after} if after else {})
    rows: Any
    if not results:
        rows = db.session.execute(_ROLL_AFTER if after else _ROLL, values)
        return [
            RollRow._make((*row[:5], row[5] is not None, row[6], *(None,) * 3, False, *(None,) * 5))
            for row in rows
        ]
    rows = db.session.execute(_ROLL_WITH_BALLOTS_AFTER if after else _ROLL_WITH_BALLOTS, values)
    return [
        RollRow._make((*row[:5], row[5] is not None, *row[6:10], row[10] is not None, *_caster(row, over)))
        for row in rows
    ]


def _caster(row: Any, over: bool) -> tuple[str | None, datetime | None, int | None, Way | None, str | None]:
    """Who cast a ballot, when, how often it had changed, how it was cast, and who had seen the link of the account."""
    if not over or row.version is None or row.recused_at is not None:
        return (None, None, None, None, None)
    way = way_of(row.by_link, row.by_program)
    return (row.caster, row.cast_at, row.version - 1, way, row.seer)


def objections(decision_id: int, stances: tuple[str, ...] = (), most: int = 500) -> list[RollRow]:
    """The objections of a consent round, with their answers: everybody reads them, because they are to be resolved.
    With other ``stances`` it is those: the dissent of a vote that is over."""
    rows = db.session.execute(
        select(
            RollEntry.practice_id,
            RollEntry.code,
            RollEntry.name,
            RollEntry.patients,
            RollEntry.weight,
            RollEntry.recused_at,
            RollEntry.recusal_reason,
            Ballot.stance,
            Ballot.reason,
            Resolution.words,
            Resolution.accepted_at,
        )
        .select_from(RollEntry)
        .join(Ballot, _latest())
        .outerjoin(Resolution, Resolution.ballot_id == Ballot.id)
        .where(
            RollEntry.decision_id == decision_id,
            Ballot.stance.in_(stances or rules.answered_stances()),
            RollEntry.recused_at.is_(None),
        )
        .order_by(RollEntry.name)
        .limit(most)
    ).all()
    return [RollRow(*row[:5], False, None, *row[7:10], row[10] is not None) for row in rows]


def interests(decision_id: int) -> list[tuple[int, str, str]]:
    """Interests declared before voting opened: practice, its name and the reason."""
    rows = db.session.execute(
        select(Interest.practice_id, Practice.name, Interest.reason)
        .join(Practice, Practice.id == Interest.practice_id)
        .where(Interest.decision_id == decision_id)
        .order_by(Practice.name)
    ).all()
    return [(row[0], row[1], row[2]) for row in rows]


def casting_vote(decision_id: int) -> tuple[str, str, str] | None:
    """The chair's casting vote: stance, reason, name."""
    row = db.session.execute(
        select(CastingVote.stance, CastingVote.reason, Person.name)
        .join(Person, Person.id == CastingVote.given_by)
        .where(CastingVote.decision_id == decision_id)
    ).first()
    return (row[0], row[1], row[2]) if row else None


class FoundBallot(NamedTuple):
    """A ballot found by its receipt code."""

    decision_id: int
    year: int
    ordinal: int
    title: str
    practice_id: int
    practice: str
    stance: str
    version: int
    newest: int
    cast_at: datetime
    recused: bool

    @property
    def counts(self) -> bool:
        """Whether it is the latest of a practice that has not stood aside."""
        return self.version == self.newest and not self.recused


def ballot_with_receipt(code: str) -> FoundBallot | None:
    """The ballot that a receipt code belongs to."""
    other = aliased(Ballot)
    newest = (
        select(func.max(other.version))
        .where(other.roll_entry_id == Ballot.roll_entry_id)
        .correlate(Ballot)
        .scalar_subquery()
    )
    row = db.session.execute(
        select(
            Decision.id,
            Decision.year,
            Decision.ordinal,
            Decision.title,
            RollEntry.practice_id,
            RollEntry.name,
            Ballot.stance,
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


def votes_of(decision: Decision) -> rules.RollSummary:
    """The fixed roll in numbers."""
    roll = decision.roll or {}
    return rules.RollSummary(roll["practices"], roll["weight"], roll["patients"], roll["recused"])


class PastBallot(NamedTuple):
    """One of the ballots that a practice cast in a decision."""

    version: int
    stance: str
    reason: str
    cast_at: datetime
    cast_by: str
    receipt: str


def ballots_of_practice(decision_id: int, practice_id: int) -> list[PastBallot]:
    """All that a practice cast in a decision, the newest first. For its own people."""
    rows = db.session.execute(
        select(Ballot.version, Ballot.stance, Ballot.reason, Ballot.cast_at, Person.name, Ballot.receipt)
        .join(RollEntry, RollEntry.id == Ballot.roll_entry_id)
        .join(Person, Person.id == Ballot.cast_by)
        .where(RollEntry.decision_id == decision_id, RollEntry.practice_id == practice_id)
        .order_by(Ballot.version.desc())
    )
    return [PastBallot._make(row) for row in rows]


def tally_now(view: DecisionView, options: tuple[rules.Option, ...]) -> rules.Tally:
    """How the votes stand while voting is open; only for those who may see it (``votes.shows_results``)."""
    rule = rules.Rule.from_dict(view.decision.rule or {})
    return rules.tally(rule, fixed_roll(view.decision.id), counted_ballots(view.decision.id), options)
