"""Who may write a proposal with its author."""

from sqlalchemy import select

from federation.decisions.findable import note_text
from federation.decisions.held import matter_of, readable
from federation.decisions.models import CoAuthor, Decision
from federation.decisions.permissions import CO_AUTHORS
from federation.decisions.proposals.actions.checks import TEXT_IS_FIXED
from federation.kernel import outbox, record
from federation.kernel.db import db, unit_of_work
from federation.kernel.held import held
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Invalid, Refusal
from federation.network.models import Federation, Membership

MOST = 20


def add(actor: Actor, decision_id: int, person_id: int, address: str = "") -> None:
    """Let somebody write with the author; they are told by mail, once, with the proposal's ``address``."""
    with unit_of_work() as session:
        decision = _held_by_author(actor, decision_id)
        if person_id == decision.author_id or person_id in matter_of(decision).coauthor_ids:
            return
        if not _can_write(person_id):
            raise Invalid("Only the executive and people of practices can be co-authors", "person")
        if len(matter_of(decision).coauthor_ids) >= MOST:
            raise Refusal(f"A proposal can have {MOST} co-authors at most.")
        session.add(CoAuthor(decision_id=decision_id, person_id=person_id))
        session.flush()
        note_text(decision)
        federation = session.scalar(select(Federation.name).where(Federation.id == actor.federation_id))
        outbox.add(
            "mail",
            f"coauthor:{decision_id}:{person_id}",
            {
                "person": person_id,
                "subject": f"{actor.name} asks you to write a proposal together",
                "text": f"{actor.name} added you as a co-author of this proposal in {federation}:\n\n"
                f"{decision.title}\n\n"
                f"You can read and change it here:\n{address}\n",
            },
        )
        record.append(actor.person_id, "proposal.coauthor_added", f"decision:{decision_id}", person=person_id)


def remove(actor: Actor, decision_id: int, person_id: int) -> None:
    """End somebody's part in writing. What they wrote stays."""
    with unit_of_work() as session:
        decision = _held_by_author(actor, decision_id)
        row = session.scalar(
            select(CoAuthor).where(CoAuthor.decision_id == decision_id, CoAuthor.person_id == person_id)
        )
        if row is None:
            return
        session.delete(row)
        session.flush()
        note_text(decision)
        record.append(
            actor.person_id, "proposal.coauthor_removed", f"decision:{decision_id}", person=person_id
        )


def _held_by_author(actor: Actor, decision_id: int) -> Decision:
    decision = held(Decision, decision_id).row
    readable(actor, decision)
    authorize(actor, "decisions.edit", matter_of(decision))
    if decision.state in TEXT_IS_FIXED:
        raise Refusal("Co-authors can no longer be changed, because the text can no longer be changed.")
    return decision


def _can_write(person_id: int) -> bool:
    found = db.session.scalar(
        select(Membership.id)
        .where(Membership.person_id == person_id, Membership.in_force(), Membership.role.in_(CO_AUTHORS))
        .limit(1)
    )
    return found is not None
