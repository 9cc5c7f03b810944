"""The results of votes, and who may see them."""

from typing import Any, NamedTuple

from sqlalchemy import select

from federation.decisions import rules
from federation.decisions.models import CastingVote, Decision
from federation.decisions.seen import DecisionFacts, voters_called
from federation.decisions.voting.queries.ballots import OwnEntry
from federation.decisions.voting.queries.roll import counted_ballots, fixed_roll
from federation.kernel.db import db
from federation.people.models import Person


class ShownResult(NamedTuple):
    """A verdict as pages show it: ``data`` as programs get it, ``how`` in a few words."""

    verdict: str
    data: dict[str, Any]
    how: str


def result_of(view: DecisionFacts) -> ShownResult:
    """The verdict of a vote that is counted, as written down."""
    decision = view.decision
    return ShownResult(decision.verdict or "", decision.result or {}, decision.how or "")


def shows_results(view: DecisionFacts, own: list[OwnEntry]) -> bool:
    """Whether this reader may see how practices vote: the one place that decides it, for pages and programs alike."""
    visibility = (view.decision.rule or {}).get("visibility", "after_close")
    has_voted = any(entry.stance for entry in own)
    return rules.shows_results(visibility, view.voting, view.counted, has_voted)


def casting_vote(decision_id: int) -> tuple[str, str, str] | None:
    """The chair's casting vote: stance, reason, name."""
    row = db.session.execute(
        select(CastingVote.stance, CastingVote.reason, Person.name)
        .join(Person, Person.id == CastingVote.given_by)
        .where(CastingVote.decision_id == decision_id)
    ).first()
    return (row[0], row[1], row[2]) if row else None


def votes_of(decision: Decision) -> rules.RollSummary:
    """The fixed roll in numbers."""
    return rules.RollSummary.from_dict(decision.roll or {}, voters_called(decision))


def tally_now(view: DecisionFacts, options: tuple[rules.VoteOption, ...]) -> rules.VoteTally:
    """How the votes stand while voting is open; only for those who may see it (``votes.shows_results``)."""
    rule = rules.Rule.from_dict(view.decision.rule or {})
    return rules.tally(
        rule, fixed_roll(view.decision.id), counted_ballots(view.decision.id), options, voters=view.voters
    )
