"""Putting to the vote: the text, the rule and the roll are fixed when voting opens."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from federation.decisions import rules
from federation.decisions.actions.matter import Locked, lock, readable
from federation.decisions.actions.register import note_text
from federation.decisions.events import DecisionOpened
from federation.decisions.models import Decision, Interest, RollEntry, Version
from federation.decisions.queries.roll import practices_that_may_vote
from federation.kernel import record
from federation.kernel.db import db, unit_of_work
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Invalid, Refusal
from federation.kernel.tenancy import insert_many
from federation.network.models import Federation
from federation.plugin.announcements import announce
from federation.plugin.door import door

_LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class OpeningVote:
    """The act that features may object to: a decision about to be put to the vote."""

    decision_id: int
    subject: str
    subject_data: dict[str, Any] | None
    rule: rules.Rule


def open_vote(actor: Actor, decision_id: int, rule: rules.Rule, closes_at: datetime) -> rules.RollSummary:
    """Put a proposal to the vote under a rule: the text, the rule and the roll with its weights are fixed from now on."""
    with unit_of_work() as session:
        held = lock(decision_id)
        decision, now = held
        authorize(actor, "decisions.put_to_vote", readable(actor, decision))
        _check_opening(held, rule, closes_at)
        version = session.scalars(
            select(Version).where(Version.decision_id == decision_id, Version.number == decision.version)
        ).one()
        _check_text(version, rule)
        for objection in door().calls.objections(
            OpeningVote(decision.id, decision.subject, decision.subject_data, rule)
        ):
            raise Refusal(objection.words)
        roll, as_of = _fix_roll(decision_id, rule)
        summary = rules.summarize(roll)
        if summary.practices == 0:
            raise Refusal("No practice may vote: there is no full member practice, or all have stood aside.")
        year, ordinal = _next_number(actor.federation_id, now)
        fingerprint = record.digest([[e.code, e.patients, e.weight, e.recused] for e in roll])
        decision.state, decision.rule, decision.opened_at, decision.opened_by = (
            "open",
            rule.to_dict(),
            now,
            actor.person_id,
        )
        decision.year, decision.ordinal, decision.closes_at, decision.changed_at = (
            year,
            ordinal,
            closes_at,
            now,
        )
        decision.roll = {**summary.to_dict(), "as_of": as_of, "fingerprint": fingerprint}
        decision.shown_from = decision.shown_from or decision.version
        note_text(decision)
        record.append(
            actor.person_id,
            "decision.opened",
            f"decision:{decision_id}",
            number=f"{year}/{ordinal}",
            version=version.number,
            text=record.digest([version.title, version.body, version.options]),
            rule=record.digest(rule.to_dict()),
            roll=fingerprint,
            practices=summary.practices,
            closes_at=record.stamp(closes_at),
        )
        announce(DecisionOpened(actor.federation_id, decision_id), f"opened:{decision_id}")
    return summary


def _check_opening(held: Locked, rule: rules.Rule, closes_at: datetime) -> None:
    if held.decision.state == "open":
        raise Refusal("Voting is open already.")
    if held.decision.state not in ("draft", "discussion"):
        raise Refusal("This proposal cannot be put to the vote any more.")
    if closes_at <= held.now:
        raise Invalid("Voting must close in the future", "closes_at")
    if closes_at - held.now > _LONGEST:
        raise Invalid("Voting must close within a year", "closes_at")
    if closes_at - held.now < timedelta(hours=rule.minimum_hours):
        raise Invalid(f"Under this rule voting is open for at least {rule.minimum_hours} hours", "closes_at")


def _check_text(version: Version, rule: rules.Rule) -> None:
    if not version.body.strip():
        raise Refusal("Write the exact text that is decided first.")
    if rule.method == "approval" and len(version.options) < 2:
        raise Invalid(
            "This rule chooses one option among several: the proposal needs at least 2 options", "rule"
        )


def _fix_roll(decision_id: int, rule: rules.Rule) -> tuple[list[rules.RollEntry], str | None]:
    practices = practices_that_may_vote()
    interests = {
        row.practice_id: row
        for row in db.session.scalars(select(Interest).where(Interest.decision_id == decision_id))
    }
    by_code = {practice.code: practice for practice in practices}
    roll, rows = [], []
    for entry in rules.weigh(rule, [(p.code, p.name, p.list_size) for p in practices]):
        practice_id = by_code[entry.code].id
        interest = interests.get(practice_id)
        roll.append(
            rules.RollEntry(entry.code, entry.name, entry.patients, entry.weight, interest is not None)
        )
        rows.append(
            {
                "decision_id": decision_id,
                "practice_id": practice_id,
                "code": entry.code,
                "name": entry.name,
                "patients": entry.patients,
                "weight": entry.weight,
                "recused_at": interest.declared_at if interest else None,
                "recused_by": interest.declared_by if interest else None,
                "recusal_reason": interest.reason if interest else None,
            }
        )
    insert_many(RollEntry, rows)
    dates = sorted({p.list_size_on for p in practices if p.list_size_on})
    return roll, dates[-1].isoformat() if dates else None


def _next_number(federation_id: int, now: datetime) -> tuple[int, int]:
    # Not the strongest lock: every row that is written holds the federation's key, and would wait for us.
    db.session.execute(
        select(Federation.id).where(Federation.id == federation_id).with_for_update(key_share=True)
    )
    last = db.session.scalar(select(func.max(Decision.ordinal)).where(Decision.year == now.year))
    return now.year, (last or 0) + 1
