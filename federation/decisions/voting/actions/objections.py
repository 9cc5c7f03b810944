"""Answering objections in a consent round: each objection gets a resolution, which its practice accepts or not."""

from datetime import datetime

from sqlalchemy import func, select

from federation.decisions import rules
from federation.decisions.held import VotingOver, matter_of, until_the_close
from federation.decisions.models import Ballot, Decision, ObjectionResolution, RollEntry
from federation.decisions.permissions import ForPractice, authorize_in_vote
from federation.decisions.voting.actions.closing import storing_the_close
from federation.kernel import record
from federation.kernel.db import db, unit_of_work
from federation.kernel.held import held, plain_text
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import NotFound, Refusal

_TOO_LATE = "Voting is not open."


def answer_objection(
    actor: Actor, decision_id: int, practice_id: int | None, words: str, person_id: int | None = None
) -> None:
    """Write, or write anew, how an objection is resolved; a new answer needs to be accepted again."""
    words = plain_text(words, "words", "Say how the objection is resolved")
    with storing_the_close(decision_id), unit_of_work() as session:
        decision, now = _held_and_shown(decision_id)
        matter = matter_of(decision)
        authorize(actor, "decisions.resolve", matter)
        _check_voting(decision, now)
        authorize_in_vote(actor, "decisions.resolve", decision.opened_at, matter)
        ballot = _objection(decision_id, practice_id, person_id)
        resolution = session.scalars(
            select(ObjectionResolution).where(ObjectionResolution.ballot_id == ballot.id)
        ).first()
        if resolution is None:
            resolution = ObjectionResolution(decision_id=decision_id, ballot_id=ballot.id)
            session.add(resolution)
        resolution.words, resolution.written_by, resolution.written_at = words, actor.person_id, now
        resolution.accepted_by = resolution.accepted_at = None
        with until_the_close(_TOO_LATE):
            session.flush()
        record.append(
            actor.person_id,
            "objection.answered",
            f"decision:{decision_id}",
            resolution=resolution.id,
            words=record.digest(words),
        )


def accept_resolution(actor: Actor, decision_id: int, practice_id: int | None) -> None:
    """The objecting practice, or with none the person, accepts the answer: its objection is resolved and counts as consent."""
    authorize(actor, "decisions.cast", ForPractice(practice_id))
    with storing_the_close(decision_id), unit_of_work() as session:
        decision, now = _held_and_shown(decision_id)
        if practice_id is None and decision.group_id is None:
            raise NotFound()
        _check_voting(decision, now)
        authorize_in_vote(actor, "decisions.cast", decision.opened_at, ForPractice(practice_id))
        ballot = _objection(decision_id, practice_id, None if practice_id else actor.person_id)
        resolution = session.scalars(
            select(ObjectionResolution).where(ObjectionResolution.ballot_id == ballot.id)
        ).first()
        if resolution is None:
            raise Refusal("Nobody has answered this objection yet.")
        if resolution.accepted_at is not None:
            raise Refusal("This answer is accepted already.")
        resolution.accepted_by, resolution.accepted_at = actor.person_id, now
        with until_the_close(_TOO_LATE):
            session.flush()
        record.append(None, "objection.resolved", f"decision:{decision_id}", resolution=resolution.id)


def _held_and_shown(decision_id: int) -> tuple[Decision, datetime]:
    decision, now = held(Decision, decision_id)
    if decision.state == "draft":
        raise NotFound()
    return decision, now


def _check_voting(decision: Decision, now: datetime) -> None:
    if not decision.takes_ballots(now):
        raise (VotingOver if decision.is_over(now) else Refusal)(_TOO_LATE)
    if not rules.Rule.from_dict(decision.rule or {}).how.resolved:
        raise NotFound("Objections are not answered under this rule.")


def _objection(decision_id: int, practice_id: int | None, person_id: int | None) -> Ballot:
    latest = (
        select(func.max(Ballot.version))
        .where(Ballot.roll_entry_id == RollEntry.id)
        .correlate(RollEntry)
        .scalar_subquery()
    )
    ballot = db.session.scalars(
        select(Ballot)
        .join(RollEntry, RollEntry.id == Ballot.roll_entry_id)
        .where(
            RollEntry.decision_id == decision_id,
            RollEntry.practice_id == practice_id if practice_id else RollEntry.person_id == person_id,
            Ballot.version == latest,
            Ballot.stance.in_(rules.answered_stances()),
            RollEntry.recused_at.is_(None),
        )
    ).first()
    if ballot is None:
        raise NotFound("There is no such objection in this decision.")
    return ballot
