"""The vote that follows where silence was objected to: the same text, under the rule that was fixed with the first."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select

from federation.decisions import rules
from federation.decisions.findable import note_text
from federation.decisions.fingerprints import content_of, table_of, version_fingerprint
from federation.decisions.models import Decision, DeclaredInterest, PracticeEffect, ProposalVersion, RollEntry
from federation.decisions.proposals.actions.checks import current_version
from federation.decisions.rulebook.actions.floors import checked_floors
from federation.decisions.voting.actions.opening import begin
from federation.kernel import record
from federation.kernel.db import db
from federation.kernel.refusals import Refusal
from federation.kernel.tenancy import insert_many

_FOLLOWS = "It is put to a vote now, under the rule that was named when the silence began: decision {}."
_WAITS = (
    "It could not be put to a vote by itself: {} Its proposal is in discussion, and can be put to the vote."
)
_SAME: tuple[str, ...] = (
    "group_id",
    "title",
    "kind",
    "subject",
    "fixed",
    "supersedes_id",
    "author_id",
    "author_as",
    "author_practice_id",
)


class FollowingVote(NamedTuple):
    """The decision that follows one that was objected to, and what is said of it in the result."""

    decision_id: int
    words: str


def put_to_vote(decision: Decision, now: datetime) -> FollowingVote:
    """In the open unit of work: begin the vote on what was objected to, with a notice as long as the first had."""
    rule = rules.Rule.from_dict((decision.rule or {})["then"])
    following = _same_proposal(decision, now)
    _keep_aside(decision, following)
    try:
        floors = checked_floors(following, rule, decision.opened_by, due=True)
        begin(following, now, rule, floors, _close_of(decision, rule, floors, now), None)
    except Refusal as refusal:
        following.state, following.shown_from = "discussion", following.version
        note_text(following)
        record.append(None, "proposal.shown", f"decision:{following.id}", version=following.version)
        return FollowingVote(following.id, _WAITS.format(refusal.words))
    return FollowingVote(following.id, _FOLLOWS.format(following.number))


def _keep_aside(decision: Decision, following: Decision) -> None:
    """Whoever stood aside in the silence, or was made to, does so in the vote on the same text."""
    demanded = {
        (row.practice_id, row.person_id): (row.demanded_by, row.shut_out)
        for row in db.session.scalars(
            select(DeclaredInterest).where(DeclaredInterest.decision_id == decision.id)
        )
    }
    recused = select(RollEntry).where(RollEntry.decision_id == decision.id, RollEntry.recused_at.is_not(None))
    for entry in db.session.scalars(recused.order_by(RollEntry.code)).all():
        feature, shut_out = demanded.get((entry.practice_id, entry.person_id), ("", False))
        db.session.add(
            DeclaredInterest(
                decision_id=following.id,
                practice_id=entry.practice_id,
                person_id=entry.person_id,
                reason=entry.recusal_reason,
                declared_by=entry.recused_by,
                declared_at=entry.recused_at,
                demanded_by=feature,
                shut_out=shut_out,
            )
        )
        record.append(
            None,
            "interest.kept",
            f"decision:{following.id}",
            practice=entry.practice_id,
            reason=record.digest(entry.recusal_reason),
            by=entry.recused_by,
            **({"feature": feature} if feature else {}),
            **({"person": entry.person_id} if entry.person_id else {}),
            **({"shut_out": True} if shut_out else {}),
        )
    db.session.flush()


def _close_of(decision: Decision, rule: rules.Rule, floors: rules.VoteFloors, now: datetime) -> datetime:
    least = timedelta(hours=max(rule.minimum_hours, floors.notice_hours, 24))
    if decision.opened_at is None or decision.closes_at is None:
        return now + least
    return now + max(least, decision.closes_at - decision.opened_at)


def _same_proposal(decision: Decision, now: datetime) -> Decision:
    session, current = db.session(), current_version(decision)
    following = Decision(
        state="draft",
        version=1,
        plan={"full_sign_in": decision.full_sign_in, "follows": [decision.id, decision.number]},
        created_at=now,
        changed_at=now,
        **{name: getattr(decision, name) for name in _SAME},
    )
    session.add(following)
    session.flush()
    content, table = content_of(current), {**current.effects, "since": 1} if current.effects else None
    session.add(
        ProposalVersion(
            decision_id=following.id,
            number=1,
            effects=table,
            saved_by=current.saved_by,
            saved_at=now,
            **content,
        )
    )
    session.flush()
    rows = _table(decision.id, current)
    insert_many(
        PracticeEffect,
        [
            {"decision_id": following.id, "since": 1, "code": code, "cells": cells}
            for code, cells in rows.items()
        ],
    )
    record.append(
        None,
        "proposal.drafted",
        f"decision:{following.id}",
        version=1,
        text=version_fingerprint(content, table_of(table["columns"], rows) if table else None),
        replaces=decision.supersedes_id,
        follows=decision.id,
        **({"group": decision.group_id} if decision.group_id else {}),
    )
    return following


def _table(decision_id: int, version: ProposalVersion) -> dict[str, list[str]]:
    if not version.effects:
        return {}
    found = db.session.execute(
        select(PracticeEffect.code, PracticeEffect.cells).where(
            PracticeEffect.decision_id == decision_id, PracticeEffect.since == version.effects["since"]
        )
    )
    return {code: list(cells) for code, cells in found}
