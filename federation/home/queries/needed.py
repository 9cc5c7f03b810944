"""What waits for somebody besides votes and actions of their own: how far open votes have come, ties that the chair decides,
outcomes that nobody has written, and who cannot vote at all."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import bindparam, exists, select, union_all

from federation.decisions import rules
from federation.decisions.models import Decision, RollEntry
from federation.decisions.seen import rule_from
from federation.kernel.clock import machine_now
from federation.kernel.db import db
from federation.kernel.record import now_here
from federation.kernel.words import day
from federation.network.models import Membership

MOST_OPEN = 50
MOST_WAITING = 20
UNWRITTEN_FOR = timedelta(weeks=26)
"""For so long after the close somebody is asked for the outcome."""


class VoteProgress(NamedTuple):
    """An open vote: how far it has come, and how many more practices the rule needs (None: it names no number of them)."""

    id: int
    title: str
    closes_at: datetime
    so_far: str
    still: int | None

    @property
    def words(self) -> str:
        """``7 of 12 practices have voted; 2 more are needed``. Never who."""
        if self.still is None:
            return self.so_far
        if not self.still:
            return f"{self.so_far}; that is enough"
        return f"{self.so_far}; {self.still:,} more {'is' if self.still == 1 else 'are'} needed"


class WaitingDecision(NamedTuple):
    """A decision that is over and waits: for the chair where it is ``tied``, else for its outcome."""

    id: int
    title: str
    verdict: str
    closed_at: datetime
    how: str

    @property
    def tied(self) -> bool:
        """Whether the chair's casting vote is still to come."""
        return self.verdict == "tied"


_OPEN = (
    select(Decision.id, Decision.title, Decision.closes_at, Decision.voted, Decision.roll, Decision.rule)
    .where(Decision.takes_ballots(now_here()), Decision.of_members())
    .order_by(Decision.closes_at, Decision.id)
    .limit(MOST_OPEN)
)


def open_votes() -> list[VoteProgress]:
    """The votes that are open, by deadline."""
    found = []
    for id_, title, closes_at, voted, roll, rule in db.session.execute(_OPEN):
        needs = rule_from(rule)
        summary = rules.RollSummary.from_dict(roll)
        counted = needs.quorum_practices is not None
        still = rules.still_needed(needs, summary, voted) if counted else None
        said = rules.so_far(needs, summary, voted, day(closes_at))
        found.append(VoteProgress(id_, title, closes_at, said, still))
    return found


def _waiting(everybodys: bool) -> Any:
    columns = (Decision.id, Decision.title, Decision.verdict, Decision.closed_at, Decision.how)
    decided = Decision.state == "closed"
    unwritten = (
        select(*columns)
        .where(
            decided,
            Decision.outcome.is_(None),
            Decision.closed_at > bindparam("since"),
            Decision.verdict.in_(("carried", "not_carried", "referred", "advised", "objected")),
        )
        .order_by(Decision.closed_at.desc(), Decision.id.desc())
        .limit(MOST_WAITING)
    )
    if not everybodys:
        return unwritten.where(Decision.author_id == bindparam("person"))
    unwritten = unwritten.where(Decision.of_members())
    tied = (
        select(*columns)
        .where(Decision.verdict == "tied", Decision.of_members())
        .order_by(Decision.closed_at, Decision.id)
        .limit(MOST_WAITING)
    )
    return select(union_all(select(tied.subquery()), select(unwritten.subquery())).subquery())


_WAITING, _OWN_WAITING = _waiting(True), _waiting(False)


def decisions_waiting(person_id: int, everybodys: bool) -> list[WaitingDecision]:
    """Ties that wait for the chair, then decisions of the last half year without an outcome, the oldest first; only
    the outcomes of the person's own proposals unless ``everybodys``."""
    values = {"since": machine_now() - UNWRITTEN_FOR} | ({} if everybodys else {"person": person_id})
    rows = db.session.execute(_WAITING if everybodys else _OWN_WAITING, values)
    found = [WaitingDecision(id_, title, verdict, at, how or "") for id_, title, verdict, at, how in rows]
    return sorted(found, key=lambda one: (not one.tied, one.closed_at, one.id))


_UNREPRESENTED = (
    select(RollEntry.decision_id, RollEntry.name)
    .join(Decision, Decision.id == RollEntry.decision_id)
    .where(
        RollEntry.decision_id.in_(bindparam("decisions", expanding=True)),
        RollEntry.recused_at.is_(None),
        ~exists().where(
            Membership.practice_id == RollEntry.practice_id,
            Membership.role == "representative",
            Membership.counts_since(Decision.opened_at),
        ),
    )
    .order_by(RollEntry.name, RollEntry.code)
)


def unrepresented(decision_ids: Collection[int]) -> dict[int, list[str]]:
    """The practices on the rolls of these votes that nobody represents, by name. It says nothing of who has voted."""
    found: dict[int, list[str]] = {}
    for decision_id, name in db.session.execute(_UNREPRESENTED, {"decisions": list(decision_ids)}):
        found.setdefault(decision_id, []).append(name)
    return found
