"""A guest's invitation taken up by the person whose address it is: their roles pass to the account."""

from sqlalchemy import select, update

from federation.kernel import record, tenancy
from federation.kernel.db import db
from federation.kernel.refusals import Refusal
from federation.kernel.second_factor import DEMANDED_OF
from federation.network.locking import one_at_a_time
from federation.network.members.actions.names import check_name, tell_renamed
from federation.network.members.letters.invitations import federation_name
from federation.network.models import Membership
from federation.people.actions.keeping import keep_no_longer
from federation.people.actions.links import end_links
from federation.people.actions.tokens import end_tokens_here
from federation.people.models import Person


def join(guest_id: int, person_id: int) -> None:
    """Let the roles that a guest holds in the federation chosen be the person's, from when they began; in the open unit
    of work. Refused to whoever has a place here under another address: they could give themselves a role by it."""
    one_at_a_time()
    if db.session.execute(select(Membership.id).where(Membership.person_id == person_id).limit(1)).first():
        raise Refusal(
            f"You have or had a place in {federation_name()} under another address. "
            "Ask its administrator to give you the role there."
        )
    people = select(Person.id, Person.name).where(Person.id.in_((guest_id, person_id)))
    names = {row.id: row.name for row in db.session.execute(people)}
    held = select(Membership.id, Membership.role, Membership.practice_id).where(
        Membership.person_id == guest_id, Membership.ended_at.is_(None)
    )
    rows = db.session.execute(held.order_by(Membership.id)).all()
    db.session.execute(
        update(Membership)
        .where(Membership.id.in_([row.id for row in rows]))
        .values(person_id=person_id)
        .execution_options(synchronize_session=False)
    )
    check_name(person_id, names[person_id])
    end_links(guest_id)
    if any(row.role in DEMANDED_OF for row in rows):
        keep_no_longer(person_id)
    end_tokens_here(guest_id, tenancy.current(), "its owner has joined under their own account")
    for row in rows:
        seq = record.append(
            person_id,
            "membership.joined",
            f"person:{person_id}",
            membership=row.id,
            role=row.role,
            **({"practice": row.practice_id} if row.practice_id else {}),
            guest=guest_id,
        )
    if names[guest_id] != names[person_id]:
        tell_renamed(person_id, names[guest_id], names[person_id], seq)
