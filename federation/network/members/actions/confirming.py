"""The second person's word on a role: it counts, or it ends."""

from sqlalchemy import update

from federation.kernel.clock import database_now
from federation.kernel.db import db, unit_of_work
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import NotYours, Refusal
from federation.kernel.second_factor import DEMANDED_OF
from federation.network.locking import one_at_a_time
from federation.network.members.actions.chair import end_chair
from federation.network.members.actions.roles import close_up, end_held, recorded
from federation.network.members.letters.roles import tell_word
from federation.network.members.queries.roles import membership_here
from federation.network.members.queries.second_person import WaitingRole, roles_to_confirm
from federation.network.models import Membership
from federation.people.actions.keeping import keep_no_longer
from federation.people.actions.tokens import end_tokens_here


def confirm_role(actor: Actor, person_id: int, membership_id: int) -> None:
    """Confirm a role that somebody else gave: from now on it counts, also in votes that were open when it began."""
    authorize(actor, "network.confirm_roles")
    with unit_of_work():
        for one in _mine(actor, person_id, membership_id):
            if one.is_chair:
                end_chair(but=membership_id)
            _write(one, actor.person_id)
            if one.asked.role in DEMANDED_OF:
                keep_no_longer(person_id)
                end_tokens_here(
                    person_id, actor.federation_id, "its owner got a role that owes a second step"
                )
            act = "membership.chair_confirmed" if one.is_chair else "membership.confirmed"
            recorded(actor.person_id, act, person_id, membership_id, given_by=one.asked.given_by)
            tell_word(one, actor.name, confirmed=True)


def refuse_role(actor: Actor, person_id: int, membership_id: int) -> None:
    """Refuse a role that somebody else gave: it ends; of the chair, only that it was made the chair."""
    authorize(actor, "network.confirm_roles")
    with unit_of_work():
        found = _mine(actor, person_id, membership_id)
        person, held = membership_here(person_id, membership_id)
        if all(one.is_chair for one in found):
            db.session.execute(
                update(Membership)
                .where(Membership.id == membership_id)
                .values(is_chair=False, chair_given_at=None)
                .execution_options(synchronize_session=False)
            )
            act = "membership.chair_refused"
        else:
            end_held(person.id, held)
            close_up(person.id)
            act = "membership.refused"
        recorded(actor.person_id, act, person_id, membership_id, given_by=found[0].asked.given_by)
        tell_word(found[0], actor.name, confirmed=False)


def _mine(actor: Actor, person_id: int, membership_id: int) -> list[WaitingRole]:
    """What of this role of this person the actor can confirm, held until the unit of work ends."""
    one_at_a_time()
    membership_here(person_id, membership_id)
    return check_is_mine(actor, membership_id)


def check_is_mine(actor: Actor, membership_id: int) -> list[WaitingRole]:
    """What of this role the actor can confirm; refused where that is nothing."""
    waiting = roles_to_confirm(membership_id)
    if not waiting:
        raise Refusal(
            "This role needs no second person: it is confirmed, or it began before the votes that are open."
        )
    mine = [one for one in waiting if actor.person_id in one.can]
    if not mine:
        raise NotYours(
            "You cannot confirm this role. It takes somebody who had a place there before, and who neither gave the "
            "role nor got it."
        )
    return mine


def _write(one: WaitingRole, by: int) -> None:
    values: dict[str, object] = (
        {"chair_confirmed_at": database_now(), "chair_confirmed_by": by, "is_chair": True}
        if one.is_chair
        else {"confirmed_at": database_now(), "confirmed_by": by, "waits": False}
    )
    db.session.execute(
        update(Membership)
        .where(Membership.id == one.membership_id)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
