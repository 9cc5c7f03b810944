"""Reports of groups to the members: written with what is known, accepted by the members alone, or sent back."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from sqlalchemy import select

from federation.decisions import rules
from federation.decisions.events import DecisionClosed, DecisionWithdrawn
from federation.decisions.models import Decision
from federation.decisions.proposals.actions import proposals
from federation.decisions.proposals.texts import Draft
from federation.decisions.voting.actions.by_itself import open_by_itself
from federation.decisions.voting.actions.casting import cast
from federation.decisions.voting.actions.opening import open_vote
from federation.kernel import record
from federation.kernel.db import db, unit_of_work
from federation.kernel.held import held, plain_text
from federation.kernel.policy import Actor, authorize, may
from federation.kernel.refusals import Invalid, NotFound, Refusal
from federation.kernel.words import day
from federation.mandates.actions.acting import group_acted_for
from federation.mandates.actions.asking import look_again
from federation.mandates.models import GroupReport
from federation.mandates.permissions import CallingFor
from federation.mandates.queries.found import note_report
from federation.mandates.queries.reports import known_lines
from federation.mandates.queries.standing import standing_mandate
from federation.mandates.subjects import REPORT
from federation.mandates.terms import LONGEST_REPORT
from federation.network.dues.actions import done_due
from federation.network.locking import one_at_a_time

LEAST_TIME: Final = timedelta(hours=24)
USUAL_TIME: Final = timedelta(days=14)
_TEXT: Final = "The members accept this report of the {name}."
_RULES: Final = {
    "silence": replace(rules.PRESETS["silence"].rule, lead_may_close=False),
    "vote": rules.PRESETS["simple_majority"].rule,
}
"""Silence counts only over the whole time: whoever leads could else accept a report before anybody has read it."""


class SentReport(NamedTuple):
    """A report that was sent: its number, and the decision by which the members accept it; None where they only read it."""

    id: int
    decision_id: int | None


class ReportStanding(NamedTuple):
    """Where a report stands, with the decision about it."""

    state: str
    decision_id: int | None


def send_report(
    actor: Actor, group_id: int, words: str, learned: str, silent_until: datetime | None = None
) -> SentReport:
    """Report to the members: what the group says and what it learned, with what is known of its acts and its money.

    As its mandate says, the members read it, accept it unless a practice objects until ``silent_until``, or vote on it until
    then. From now on the group can act again, if it was suspended.
    """
    group = group_acted_for(actor, group_id)
    words = _checked(plain_text(words, "words", "Say how the work stands"), "words")
    learned = _checked(plain_text(learned, "learned"), "learned")
    with unit_of_work() as session:
        one_at_a_time()
        mandate = standing_mandate(group_id)
        if mandate is None:
            raise Refusal("The group has no mandate that is in force, so it has nothing to report on.")
        report = GroupReport(
            group_id=group_id,
            mandate_id=mandate.id,
            words=words,
            learned=learned,
            known=[list(line) for line in known_lines(mandate)],
            sent_by=actor.person_id,
            sent_at=mandate.now,
            state="noted" if mandate.terms["ratify"] == "none" else "sent",
        )
        session.add(report)
        session.flush()
        if report.state == "sent":
            report.decision_id = _put(actor, report, group.name, mandate.terms["ratify"], silent_until)
            session.flush()
        look_again(mandate.id, mandate.now)
        note_report(report, _title(group.name, report))
        record.append(
            actor.person_id,
            "report.sent",
            f"report:{report.id}",
            group=group_id,
            mandate=mandate.id,
            text=record.digest([words, learned, report.known]),
            **({"decision": report.decision_id} if report.decision_id else {}),
        )
        if mandate.report_key:
            done_due(mandate.report_key, actor.person_id)
        return SentReport(report.id, report.decision_id)


def object_to(actor: Actor, report_id: int, practice_id: int, reason: str) -> ReportStanding:
    """Object to a report for a practice: it is an objection in the decision by which the members accept it, so that it becomes a
    vote; where it is voted on, it is a vote against."""
    authorize(actor, "mandates.call_in")
    report = db.session.get(GroupReport, report_id)
    if report is None:
        raise NotFound()
    authorize(actor, "mandates.call_in", CallingFor(practice_id))
    if report.state != "sent" or report.decision_id is None:
        raise Refusal("The members have settled this report already.")
    rule = db.session.get_one(Decision, report.decision_id).rule or {}
    stance = "object" if rule.get("method") == "silence" else "against"
    cast(actor, report.decision_id, practice_id, stance, reason)
    return ReportStanding("objected" if stance == "object" else "sent", report.decision_id)


def settle_report(event: object) -> None:
    """Accepted where the members carried it, else sent back. An objection leads to a vote on the same text."""
    if not isinstance(event, DecisionClosed | DecisionWithdrawn):
        return
    number = db.session.scalar(
        select(GroupReport.id).where(
            GroupReport.decision_id == event.decision_id, GroupReport.state == "sent"
        )
    )
    if number is None:
        return
    report, now = held(GroupReport, number)
    if isinstance(event, DecisionClosed) and event.followed_by:
        report.decision_id = event.followed_by
        db.session.flush()
        return
    carried = isinstance(event, DecisionClosed) and event.verdict == "carried"
    report.state, report.settled_at = ("ratified" if carried else "sent_back"), now
    db.session.flush()
    look_again(report.mandate_id, now)
    record.append(
        None,
        "report.ratified" if carried else "report.sent_back",
        f"report:{report.id}",
        decision=event.decision_id,
    )


def _checked(text: str, field: str) -> str:
    if len(text) > LONGEST_REPORT:
        raise Invalid(f"Use {LONGEST_REPORT:,} characters or fewer", field)
    return text


def _title(name: str, report: GroupReport) -> str:
    return f"Report of the {name}, {day(report.sent_at)}"


def _put(actor: Actor, report: GroupReport, name: str, ratify: str, until: datetime | None) -> int:
    """Put a report to the members: silence accepts it, or a vote. Returns the number of the decision."""
    closes = until or report.sent_at + USUAL_TIME
    if closes < report.sent_at + LEAST_TIME:
        raise Invalid("Practices need a day at least to read it", "silent_until")
    terms = {
        "group": report.group_id,
        "name": name,
        "report": report.id,
        "words": report.words,
        "learned": report.learned,
        "known": [f"{about}: {said}" for about, said in report.known],
    }
    draft = Draft(title=_title(name, report), body=_TEXT.format(name=name))
    number = proposals.start(actor, draft, subject=REPORT, terms=terms, fixed=True, asks_for=report.group_id)
    proposals.to_discussion(actor, number)
    rule = _RULES[ratify]
    if may(actor, "mandates.propose"):
        open_vote(actor, number, rule, closes)
    else:
        open_by_itself(number, rule, closes - report.sent_at)
    return number
