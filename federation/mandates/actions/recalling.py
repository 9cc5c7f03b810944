"""Recall: practices ask for it, and once enough do the vote opens by itself. Nobody opens it, and nobody puts it off."""

from datetime import timedelta
from typing import Final, NamedTuple

from sqlalchemy import select, update

from federation.decisions import rules
from federation.decisions.proposals.actions import proposals
from federation.decisions.proposals.texts import Draft
from federation.decisions.voting.actions.by_itself import open_by_itself
from federation.kernel import record
from federation.kernel.db import db, unit_of_work
from federation.kernel.held import plain_text
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Invalid, NotFound, NotYours, Refusal
from federation.mandates.letters import tell_recall
from federation.mandates.models import RecallName
from federation.mandates.permissions import CallingFor
from federation.mandates.queries.recalls import RecallStanding, recall_of
from federation.mandates.queries.standing import StandingMandate, standing_mandate
from federation.mandates.subjects import RECALL
from federation.mandates.terms import LONGEST_ACT
from federation.network.groups.queries import group_here
from federation.network.locking import one_at_a_time
from federation.network.members.queries.of_practice import is_of
from federation.network.models import Practice

VOTE_DAYS: Final = 14
"""For how long practices can vote on a recall at least."""
_TEXT: Final = "The members recall the mandate of the {name}. It ends at once when this decision is carried."


class SignedRecall(NamedTuple):
    """How many practices ask for a recall now, how many are needed, and the vote that has opened; None where none has."""

    signed: int
    needed: int
    decision_id: int | None


def sign_recall(actor: Actor, group_id: int, practice_id: int, reason: str) -> SignedRecall:
    """Ask for the recall of a group's mandate, for a practice. With the last name that is needed the vote opens."""
    reason = plain_text(reason, "reason", "Say why the mandate should be recalled")
    if len(reason) > LONGEST_ACT:
        raise Invalid(f"Use {LONGEST_ACT:,} characters or fewer", "reason")
    mandate = _mandate(actor, group_id, practice_id)
    with unit_of_work() as session:
        one_at_a_time()
        before = recall_of(mandate.id)
        _check(before, practice_id)
        name = RecallName(
            mandate_id=mandate.id,
            practice_id=practice_id,
            reason=reason,
            signed_by=actor.person_id,
            signed_at=session.execute(select(record.now_here())).scalar_one(),
        )
        session.add(name)
        session.flush()
        record.append(
            actor.person_id,
            "recall.signed",
            f"mandate:{mandate.id}",
            practice=practice_id,
            text=record.digest(reason),
        )
        now = recall_of(mandate.id)
        number = _open(actor, mandate, practice_id, now) if now.signed >= now.needed else None
        tell_recall(mandate, now, name.id, number)
        return SignedRecall(now.signed, now.needed, number)


def take_back(actor: Actor, group_id: int, practice_id: int) -> None:
    """Take the name of a practice back, as long as no vote has opened by it."""
    authorize(actor, "mandates.call_in")
    if db.session.get(Practice, practice_id) is None:
        raise NotFound()
    mandate = _mandate(actor, group_id, practice_id)
    with unit_of_work() as session:
        one_at_a_time()
        name = session.scalars(
            select(RecallName).where(
                RecallName.mandate_id == mandate.id, RecallName.practice_id == practice_id, RecallName.asks()
            )
        ).first()
        if name is None:
            raise Refusal("Your practice does not ask for this recall, or the vote has opened already.")
        if name.signed_by != actor.person_id and not is_of(actor.person_id, practice_id, name.signed_at):
            raise NotYours(
                "Your role at this practice was given from outside it after it asked for this recall. Ask somebody who has been "
                "there for longer."
            )
        name.taken_back_at = session.execute(select(record.now_here())).scalar_one()
        record.append(actor.person_id, "recall.taken_back", f"mandate:{mandate.id}", practice=practice_id)


def _mandate(actor: Actor, group_id: int, practice_id: int) -> StandingMandate:
    authorize(actor, "mandates.call_in")
    group_here(group_id)
    authorize(actor, "mandates.call_in", CallingFor(practice_id))
    mandate = standing_mandate(group_id)
    if mandate is None:
        raise Refusal("This group has no mandate that could be recalled.")
    return mandate


def _check(before: RecallStanding, practice_id: int) -> None:
    if before.vote is not None:
        raise Refusal("The members are voting on this recall already.")
    if practice_id not in before.practices:
        raise Refusal("Only practices that have a vote ask for a recall.")
    if any(one.practice_id == practice_id for one in before.signers):
        raise Refusal("Your practice asks for this recall already.")


def _open(actor: Actor, mandate: StandingMandate, practice_id: int, now: RecallStanding) -> int:
    """Show the recall to the members and open the vote, in the open unit of work. Returns the number of the decision."""
    reasons = "\n".join(f"- {one.practice}: {one.reason}" for one in now.signers)
    draft = Draft(
        title=f"Recall the mandate of the {mandate.group}",
        body=_TEXT.format(name=mandate.group),
        reasons=f"These practices have asked for it:\n\n{reasons}",
    )
    terms = {
        "group": mandate.group_id,
        "name": mandate.group,
        "mandate": mandate.id,
        "practices": [one.practice for one in now.signers],
    }
    number = proposals.start(actor, draft, practice_id, RECALL, terms, True)
    proposals.to_discussion(actor, number)
    open_by_itself(number, rules.PRESETS["recall"].rule, timedelta(days=VOTE_DAYS))
    db.session.execute(
        update(RecallName)
        .where(RecallName.mandate_id == mandate.id, RecallName.asks())
        .values(decision_id=number)
        .execution_options(synchronize_session=False)
    )
    record.append(None, "recall.opened", f"mandate:{mandate.id}", decision=number)
    return number
