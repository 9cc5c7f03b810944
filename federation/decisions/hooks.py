"""The answers of decisions to the hooks of other features."""

import json
from typing import Any

from sqlalchemy import select

from federation.decisions import subjects
from federation.decisions.events import DecisionClosed, DecisionNotOpened, DecisionOpened, DecisionWithdrawn
from federation.decisions.models import (
    Ballot,
    Decision,
    DecisionAction,
    RollEntry,
)
from federation.decisions.permissions import ProposingIn
from federation.decisions.places import DecisionShown
from federation.decisions.register.queries.of_group import decisions_of_group
from federation.decisions.rulebook.actions import plugins, rules
from federation.decisions.voting.letters.aside import tell_aside
from federation.decisions.voting.letters.asking import tell_opened
from federation.decisions.voting.letters.verdicts import tell_closed, tell_not_opened, tell_withdrawn
from federation.decisions.words import action_state
from federation.kernel.days import last_day
from federation.kernel.db import db
from federation.kernel.policy import may
from federation.kernel.web import actor
from federation.network.models import ThingDue
from federation.network.places import GroupShown
from federation.plugin.feature import Panel, PersonalRecord
from federation.plugin.hooks import hookimpl


@hookimpl
def happened(event: Any) -> None:
    """Mail about votes, and what follows from a verdict."""
    match event:
        case DecisionOpened():
            tell_aside(event.decision_id)
            tell_opened(event.decision_id)
        case DecisionNotOpened():
            tell_not_opened(event.decision_id, event.at, event.words)
        case DecisionWithdrawn():
            if event.state == "open":
                tell_withdrawn(event.decision_id)
        case DecisionClosed():
            if event.verdict == "carried":
                _apply(event.subject, event.decision_id)
            tell_closed(event.decision_id, event.verdict)


def _apply(subject: str, decision_id: int) -> None:
    match subject:
        case subjects.SUGGESTED_RULE:
            rules.apply_suggestion(decision_id)
        case subjects.PLUGIN:
            plugins.apply_switch(decision_id)
        case subjects.PLUGINS_BY:
            plugins.apply_who(decision_id)


@hookimpl
def panels(place: str, subject: Any) -> list[Panel]:
    """On the page of a decision about plugins: what it does by itself. On the page of a group: what it decides."""
    if isinstance(subject, GroupShown):
        return [_of_group(subject)]
    if not isinstance(subject, DecisionShown) or subject.verdict not in ("", "tied", "carried"):
        return []
    found = plugins.follows(subject.subject, json.loads(subject.terms))
    if found is None or subject.state == "withdrawn":
        return []
    return [Panel("decisions/plugin_follows.html", {"follows": found, "done": subject.verdict == "carried"})]


def _of_group(shown: GroupShown) -> Panel:
    reader = actor()
    return Panel(
        "decisions/_group.html",
        {
            "group_id": shown.group_id,
            "lines": decisions_of_group(shown.group_id, reader.person_id),
            "may_propose": shown.stands and may(reader, "decisions.propose", ProposingIn(shown.group_id)),
        },
    )


@hookimpl
def personal_data(person_id: int) -> list[PersonalRecord]:
    """Everything that a person wrote, cast, decided and owns here."""
    return [*_proposals(person_id), *_ballots(person_id), *_actions(person_id)]


def _proposals(person_id: int) -> list[PersonalRecord]:
    rows = db.session.execute(
        select(Decision.id, Decision.title, Decision.state, Decision.created_at)
        .where(Decision.author_id == person_id)
        .order_by(Decision.id)
    )
    return [
        PersonalRecord(
            "Proposal", {"decision": id_, "title": title, "state": state, "created_at": at.isoformat()}
        )
        for id_, title, state, at in rows
    ]


def _ballots(person_id: int) -> list[PersonalRecord]:
    rows = db.session.execute(
        select(
            Ballot.decision_id,
            RollEntry.code,
            Ballot.version,
            Ballot.stance,
            Ballot.reason,
            Ballot.cast_at,
            Ballot.choice,
        )
        .join(RollEntry, RollEntry.id == Ballot.roll_entry_id)
        .where(Ballot.cast_by == person_id)
        .order_by(Ballot.id)
    )
    return [
        PersonalRecord(
            "Ballot cast for a practice",
            {
                "decision": decision_id,
                "practice": code,
                "version": version,
                "vote": stance,
                "reason": reason,
                "cast_at": at.isoformat(),
                **(json.loads(choice) if choice else {}),
            },
        )
        for decision_id, code, version, stance, reason, at, choice in rows
    ]


def _actions(person_id: int) -> list[PersonalRecord]:
    rows = db.session.execute(
        select(
            DecisionAction.id,
            DecisionAction.decision_id,
            ThingDue.words,
            ThingDue.due_at,
            ThingDue.begun,
            ThingDue.done_at,
            ThingDue.word,
        )
        .join(ThingDue, ThingDue.id == DecisionAction.id)
        .where(ThingDue.person_id == person_id)
        .order_by(DecisionAction.id)
    )
    return [
        PersonalRecord(
            "Action",
            {
                "action": id_,
                "decision": decision_id,
                "title": title,
                "due_on": last_day(due_at).isoformat(),
                "state": action_state(begun, done_at),
                "note": note,
            },
        )
        for id_, decision_id, title, due_at, begun, done_at, note in rows
    ]
