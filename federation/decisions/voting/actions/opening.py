"""Putting to the vote: the text, the rule and the roll are fixed when voting opens."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from federation.decisions import rules
from federation.decisions.events import DecisionOpened
from federation.decisions.findable import note_text
from federation.decisions.fingerprints import roll_fingerprint, subject_fingerprint, text_fingerprint
from federation.decisions.held import readable, refuse_leads
from federation.decisions.models import Decision, DeclaredInterest, ProposalVersion, RollEntry
from federation.decisions.proposals.actions.replacing import check_replaces
from federation.decisions.rulebook.actions.floors import check_everybody_votes, check_notice, checked_floors
from federation.decisions.rulebook.queries.voters import possible_voters
from federation.decisions.seen import told_of, voters_called
from federation.kernel import record
from federation.kernel.db import db, unit_of_work
from federation.kernel.held import held
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Invalid, Refusal
from federation.kernel.tenancy import insert_many
from federation.network.groups.queries import group_here
from federation.network.locking import one_at_a_time
from federation.network.record.actions import write_checkpoint
from federation.plugin.announcements import announce
from federation.plugin.door import door

LONGEST = timedelta(days=366)
"""How long voting can be open, and how far ahead its opening can be set."""
_IN_FINGERPRINT = ("code", "name", "patients", "weight")
IN_A_MOMENT = "Voting opens in a moment, so this can no longer be changed."


@dataclass(frozen=True, slots=True)
class OpeningVote:
    """The act that features may object to: a decision about to be put to the vote, with the version that will be decided."""

    decision_id: int
    subject: str
    version: int
    title: str
    body: str
    terms: dict[str, Any]
    group_id: int | None
    rule: rules.Rule


def open_vote(actor: Actor, decision_id: int, rule: rules.Rule, closes_at: datetime) -> rules.RollSummary:
    """Put a proposal to the vote under a rule: the text, the rule and the roll with its weights are fixed from now on."""
    with unit_of_work():
        decision, now = held_to_be_put(actor, decision_id)
        check_close(rule, now, now, closes_at)
        floors = checked_floors(decision, rule, actor.person_id)
        check_notice(floors, now, closes_at)
        return begin(decision, now, rule, floors, closes_at, actor.person_id)


def held_to_be_put(actor: Actor, decision_id: int) -> tuple[Decision, datetime]:
    """The proposal, locked, for somebody who may put it to the vote now, or set another time for that."""
    decision, now = held(Decision, decision_id)
    matter = readable(actor, decision)
    authorize(actor, "decisions.put_to_vote", matter)
    refuse_leads(actor, decision, matter, "lead_may_withdraw")
    if decision.state == "open":
        raise Refusal("Voting is open already.")
    if decision.state not in rules.BEFORE_VOTING:
        raise Refusal("This proposal cannot be put to the vote any more.")
    if decision.is_due(now):
        raise Refusal(IN_A_MOMENT)
    return decision, now


def check_close(rule: rules.Rule, now: datetime, opens_at: datetime, closes_at: datetime) -> None:
    """Refuse a close that has passed, or that leaves too little or too much time to vote."""
    if closes_at <= now:
        raise Invalid("Voting must close in the future", "closes_at")
    if closes_at <= opens_at:
        raise Invalid("Voting must close after it opens", "closes_at")
    if closes_at - opens_at > LONGEST:
        raise Invalid("Voting must close within a year", "closes_at")
    if closes_at - opens_at < timedelta(hours=rule.minimum_hours):
        raise Invalid(f"Under this rule voting is open for at least {rule.minimum_hours} hours", "closes_at")


def checked_version(decision: Decision, rule: rules.Rule) -> ProposalVersion:
    """The text as it is now, where it can be voted on under this rule and no feature objects."""
    version = db.session.scalars(
        select(ProposalVersion).where(
            ProposalVersion.decision_id == decision.id, ProposalVersion.number == decision.version
        )
    ).one()
    _check_text(version, rule)
    check_replaces(decision)
    for objection in door().calls.objections(
        OpeningVote(
            decision.id,
            decision.subject,
            version.number,
            version.title,
            version.body,
            version.terms["data"] if version.terms else {},
            decision.group_id,
            rule,
        )
    ):
        raise Refusal(objection.words)
    return version


def summary_of(roll: list[rules.RollVoter], voters: rules.VoterNoun = rules.PRACTICES) -> rules.RollSummary:
    """A roll in numbers; refused where nobody is on it."""
    summary = rules.summarize(roll, voters)
    if summary.practices == 0:
        raise Refusal(
            "Nobody may vote: nobody has a vote here, or all who have one have stood aside."
            if voters.kind == "person"
            else "No practice may vote: there is no full member practice, or all have stood aside."
        )
    return summary


def begin(
    decision: Decision,
    now: datetime,
    rule: rules.Rule,
    floors: rules.VoteFloors,
    closes_at: datetime,
    opener: int | None,
    notice_from: datetime | None = None,
) -> rules.RollSummary:
    """Open voting now, with the roll of this moment. ``opener`` is the person of the act; None where its time came.
    ``notice_from``: since when members had notice of this text and its vote, where that was before."""
    version = checked_version(decision, rule)
    roll, rows, as_of = todays_roll(decision, rule)
    summary = summary_of(roll, voters_called(decision))
    check_everybody_votes(floors, rule, roll)
    insert_many(RollEntry, rows)
    series, year, ordinal = _next_number(decision, now)
    fingerprint = _fingerprint(rows)
    decision.state, decision.rule, decision.opened_at = "open", rule.to_dict(), now
    decision.opened_by, decision.notice_from = opener or decision.opened_by, notice_from
    decision.full_sign_in = bool((decision.plan or {}).get("full_sign_in"))
    decision.series, decision.year, decision.ordinal = series, year, ordinal
    decision.closes_at, decision.changed_at, decision.floors = closes_at, now, floors.to_dict()
    decision.roll = {
        **summary.to_dict(),
        "as_of": as_of,
        "fingerprint": fingerprint,
        **_people(decision, rows),
    }
    decision.shown_from = decision.shown_from or decision.version
    note_text(decision)
    record.append(
        opener,
        "decision.opened",
        f"decision:{decision.id}",
        number=decision.number,
        version=version.number,
        text=text_fingerprint(version),
        rule=record.digest(rule.to_dict()),
        floors=record.digest(floors.to_dict()),
        roll=fingerprint,
        practices=summary.practices,
        about=subject_fingerprint(decision),
        replaces=decision.supersedes_id,
        full_sign_in=decision.full_sign_in,
        closes_at=record.stamp(closes_at),
    )
    write_checkpoint()
    announce(DecisionOpened(**told_of(decision)), f"opened:{decision.id}")
    return summary


def _fingerprint(rows: list[dict[str, Any]]) -> str:
    return roll_fingerprint(
        (
            row["practice_id"] or row["person_id"],
            *(row[name] for name in _IN_FINGERPRINT),
            row["recused_at"] is not None,
        )
        for row in rows
    )


def _people(decision: Decision, rows: list[dict[str, Any]]) -> dict[str, int]:
    """How many of those on a group's roll are people."""
    if decision.group_id is None:
        return {}
    return {"people": sum(row["person_id"] is not None for row in rows)}


def _check_text(version: ProposalVersion, rule: rules.Rule) -> None:
    if not version.body.strip():
        raise Refusal("Write the exact text that is decided first.")
    least = rule.how.least_options(rule)
    if rule.how.options == "must" and len(version.options) < least:
        raise Invalid(
            f"This rule chooses among several options: the proposal needs at least {least} options", "rule"
        )


def todays_roll(
    decision: Decision, rule: rules.Rule
) -> tuple[list[rules.RollVoter], list[dict[str, Any]], str | None]:
    """Who may vote as things are now: the entries, the rows that would fix them, and the day of the list sizes."""
    voters = possible_voters(decision.group_id)
    interests = {
        (row.practice_id, row.person_id): row
        for row in db.session.scalars(
            select(DeclaredInterest).where(DeclaredInterest.decision_id == decision.id)
        )
    }
    by_code = {voter.code: voter for voter in voters}
    roll, rows = [], []
    for entry in rules.weigh(rule, [(one.code, one.name, one.list_size) for one in voters]):
        voter = by_code[entry.code]
        interest = interests.get((voter.practice_id, voter.person_id))
        roll.append(
            rules.RollVoter(entry.code, entry.name, entry.patients, entry.weight, interest is not None)
        )
        rows.append(
            {
                "decision_id": decision.id,
                "practice_id": voter.practice_id,
                "person_id": voter.person_id,
                "code": entry.code,
                "name": entry.name,
                "patients": entry.patients,
                "weight": entry.weight,
                "recused_at": interest.declared_at if interest else None,
                "recused_by": interest.declared_by if interest else None,
                "recusal_reason": interest.reason if interest else None,
            }
        )
    dates = sorted({one.list_size_on for one in voters if one.list_size_on})
    return roll, rows, dates[-1].isoformat() if dates else None


def _next_number(decision: Decision, now: datetime) -> tuple[str, int, int]:
    """The next number of the members' decisions, or of the group's own, behind its code."""
    one_at_a_time()
    series = group_here(decision.group_id).code if decision.group_id else ""
    last = db.session.scalar(
        select(func.max(Decision.ordinal)).where(Decision.series == series, Decision.year == now.year)
    )
    return series, now.year, (last or 0) + 1
