"""Who is the chair: one of the executive."""

from sqlalchemy import true, update

from federation.kernel.clock import database_now
from federation.kernel.db import db, unit_of_work
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Refusal
from federation.network.locking import one_at_a_time
from federation.network.members.actions.roles import recorded, waits_when_given
from federation.network.members.letters.roles import tell_chair
from federation.network.members.queries.roles import membership_here
from federation.network.models import Membership


def make_chair(actor: Actor, person_id: int, membership_id: int) -> None:
    """Make an executive the chair; the one who was it before stays an executive."""
    authorize(actor, "network.people")
    with unit_of_work() as session:
        one_at_a_time()
        person, held = membership_here(person_id, membership_id)
        if held.role != "executive" or held.waits:
            raise Refusal("The chair is one of the executive. Give this person the role executive first.")
        if held.is_chair:
            raise Refusal(f"{person.name} is the chair already.")
        waits = waits_when_given(person_id, actor.person_id)
        if not waits:
            end_chair()
        session.execute(
            update(Membership)
            .where(Membership.id == membership_id)
            .values(
                is_chair=not waits,
                chair_given_at=database_now(),
                chair_given_by=actor.person_id,
                chair_confirmed_at=None,
                chair_confirmed_by=None,
            )
            .execution_options(synchronize_session=False)
        )
        seq = recorded(actor.person_id, "membership.chair", person_id, membership_id, waits=waits)
        tell_chair(person_id, person.name, membership_id, actor.name, seq)


def end_chair(but: int | None = None) -> None:
    """Let whoever is the chair be it no longer, in the open unit of work; ``but`` the one with this role."""
    db.session.execute(
        update(Membership)
        .where(Membership.is_chair.is_(True), Membership.id != but if but else true())
        .values(is_chair=False, chair_given_at=None)
        .execution_options(synchronize_session=False)
    )
