"""Opening at a time that is set before. The time decides; what is here only notices that it has come.

The text and the rule are fixed when the time is set, the roll when voting opens: by a sweep, or by the first ballot.
"""

import logging
from datetime import datetime, timedelta

from sqlalchemy import select

from federation.decisions import rules
from federation.decisions.events import DecisionNotOpened
from federation.decisions.findable import note_text
from federation.decisions.fingerprints import text_fingerprint
from federation.decisions.held import readable, refuse_leads
from federation.decisions.models import Decision
from federation.decisions.rulebook.actions.floors import check_notice, checked_floors
from federation.decisions.seen import voters_called
from federation.decisions.voting.actions.opening import (
    IN_A_MOMENT,
    LONGEST,
    begin,
    check_close,
    checked_version,
    held_to_be_put,
    summary_of,
    todays_roll,
)
from federation.kernel import record
from federation.kernel.db import db, unit_of_work
from federation.kernel.held import held
from federation.kernel.policy import Actor, authorize
from federation.kernel.record import now_here
from federation.kernel.refusals import Invalid, Refusal
from federation.plugin.announcements import announce

log = logging.getLogger(__name__)


def schedule_vote(
    actor: Actor, decision_id: int, rule: rules.Rule, opens_at: datetime, closes_at: datetime
) -> rules.RollSummary:
    """Set the time at which voting opens: the text and the rule are fixed from now on, the roll when voting opens.

    Until then another time can be set, or it can be called off. Returns the roll as it is today.
    """
    with unit_of_work():
        decision, now = held_to_be_put(actor, decision_id)
        check_opening(now, opens_at)
        check_close(rule, now, opens_at, closes_at)
        check_notice(checked_floors(decision, rule, actor.person_id), opens_at, closes_at)
        version = checked_version(decision, rule)
        summary = summary_of(todays_roll(decision, rule)[0], voters_called(decision))
        decision.state, decision.rule, decision.opened_by = "scheduled", rule.to_dict(), actor.person_id
        decision.opens_at, decision.closes_at, decision.changed_at = opens_at, closes_at, now
        decision.shown_from = decision.shown_from or decision.version
        note_text(decision)
        record.append(
            actor.person_id,
            "decision.scheduled",
            f"decision:{decision_id}",
            version=version.number,
            text=text_fingerprint(version),
            rule=record.digest(rule.to_dict()),
            opens_at=record.stamp(opens_at),
            closes_at=record.stamp(closes_at),
        )
    return summary


def check_opening(now: datetime, opens_at: datetime) -> None:
    """Refuse a time that has passed or is further ahead than a year."""
    if opens_at <= now:
        raise Invalid("Voting must open in the future", "opens_at")
    if opens_at - now > LONGEST:
        raise Invalid("Voting must open within a year", "opens_at")


def call_off(actor: Actor, decision_id: int) -> None:
    """Take back the time that was set: the proposal is in discussion again, and its text can be changed."""
    with unit_of_work():
        decision, now = held(Decision, decision_id)
        matter = readable(actor, decision)
        authorize(actor, "decisions.put_to_vote", matter)
        refuse_leads(actor, decision, matter, "lead_may_withdraw")
        if decision.state != "scheduled":
            raise Refusal("No time is set at which voting opens, so there is nothing to call off.")
        if decision.is_due(now):
            raise Refusal(IN_A_MOMENT)
        _back_to_discussion(decision, now)
        record.append(actor.person_id, "decision.called_off", f"decision:{decision_id}")


def open_if_due(decision_id: int) -> bool:
    """Open a vote whose time has come and that nothing has opened yet, within the unit of work that meets it."""
    decision, now = held(Decision, decision_id)
    if not decision.is_due(now):
        return False
    if decision.closes_at is None or decision.closes_at <= now:
        raise Refusal("The time at which voting was to close had passed before voting could open.")
    rule = rules.Rule.from_dict(decision.rule or {})
    floors = checked_floors(decision, rule, decision.opened_by, due=True)
    begin(decision, now, rule, floors, _not_before_the_notice(floors, now, decision.closes_at), None)
    return True


def _not_before_the_notice(floors: rules.VoteFloors, now: datetime, closes_at: datetime) -> datetime:
    """The close that was set; later where voting opens so late that it would leave less than the notice."""
    return max(closes_at, now + timedelta(hours=floors.notice_hours))


def open_due() -> int:
    """Open the votes whose time has come; safe to run anywhere at any time. Returns how many."""
    due = db.session.scalars(
        select(Decision.id).where(Decision.is_due(now_here())).order_by(Decision.opens_at, Decision.id)
    ).all()
    return sum(map(_open_or_give_up, due))


def _open_or_give_up(decision_id: int) -> bool:
    """Open one; what goes wrong with it keeps no other waiting."""
    try:
        try:
            with unit_of_work():
                return open_if_due(decision_id)
        except Refusal as no:
            _give_up(decision_id, no.words)
    except Exception:
        log.exception("voting on decision %s could not be opened", decision_id)
    return False


def _give_up(decision_id: int, words: str) -> None:
    """Voting cannot open: the proposal is in discussion again, and whoever set the time is told why."""
    with unit_of_work():
        decision, now = held(Decision, decision_id)
        if not decision.is_due(now):
            return
        _back_to_discussion(decision, now)
        record.append(None, "decision.not_opened", f"decision:{decision_id}", reason=record.digest(words))
        at = record.stamp(now)
        announce(
            DecisionNotOpened(decision.federation_id, decision_id, at, words),
            f"not_opened:{decision_id}:{at}",
        )


def _back_to_discussion(decision: Decision, now: datetime) -> None:
    decision.state, decision.rule, decision.changed_at = "discussion", None, now
    decision.opens_at, decision.closes_at = None, None
