"""The answers of membership to the hooks of other features."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from federation.belonging.actions.closing import let_object
from federation.belonging.actions.joining import apply_admission, apply_rules
from federation.belonging.actions.suspending import apply_lifting, apply_suspension
from federation.belonging.models import MembershipStep
from federation.belonging.permissions import SpeakingFor
from federation.belonging.queries.opening import objections_to
from federation.belonging.queries.register import line_here
from federation.belonging.queries.steps import answered
from federation.belonging.subjects import ADMIT, LIFT, RULES, SUSPEND
from federation.belonging.words import STATES
from federation.decisions.events import DecisionClosed
from federation.decisions.places import DecisionShown
from federation.decisions.voting.actions.opening import OpeningVote
from federation.kernel.db import db
from federation.kernel.policy import may
from federation.kernel.web import actor
from federation.network.events import PracticeCalledClosed
from federation.network.places import PracticeShown
from federation.plugin.feature import Objection, Panel, PersonalRecord
from federation.plugin.hooks import hookimpl

_APPLY = {
    RULES: apply_rules,
    ADMIT: apply_admission,
    SUSPEND: apply_suspension,
    LIFT: apply_lifting,
}


@hookimpl
def happened(event: Any) -> None:
    """What the members decided about membership holds from now on; they can object that a file calls a practice closed."""
    if isinstance(event, PracticeCalledClosed):
        let_object(event)
    if isinstance(event, DecisionClosed) and event.verdict == "carried" and event.subject in _APPLY:
        _APPLY[event.subject](event)


@hookimpl
def objections(act: Any) -> list[Objection]:
    """A vote on membership that nobody was heard for, or that could have no effect, is not opened."""
    if not isinstance(act, OpeningVote):
        return []
    return [Objection(words) for words in objections_to(act)]


@hookimpl
def panels(place: str, subject: Any) -> Sequence[Panel]:
    """On the page of a practice how it belongs; on that of a suspension what the practice says."""
    if isinstance(subject, PracticeShown):
        line = line_here(subject.practice_id)
        return [Panel("belonging/_practice.html", {"line": line, "states": STATES})] if line else []
    if isinstance(subject, DecisionShown) and subject.subject == SUSPEND:
        said = {one.kind: one for one in answered(subject.decision_id)}
        if "asked" not in said:
            return []
        speaks = may(actor(), "belonging.leave", SpeakingFor(json.loads(subject.terms)["practice"]))
        decided = subject.state not in ("discussion", "scheduled", "open")
        values = {
            "said": said.get("answered"),
            "decision_id": subject.decision_id,
            "may_answer": speaks and not decided and "answered" not in said,
        }
        return [Panel("belonging/_hearing.html", values)]
    return []


@hookimpl
def personal_data(person_id: int) -> list[PersonalRecord]:
    """What a person said for a practice."""
    rows = db.session.execute(
        select(MembershipStep.kind, MembershipStep.words, MembershipStep.at)
        .where(MembershipStep.person_id == person_id)
        .order_by(MembershipStep.id)
    )
    return [
        PersonalRecord(
            "Said about membership", {"what": row.kind, "words": row.words, "at": row.at.isoformat()}
        )
        for row in rows
    ]
