"""Giving and ending people's roles in a federation; it bites at the person's next request."""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import select, update

from federation.kernel import record, tenancy
from federation.kernel.clock import database_now
from federation.kernel.db import db, unit_of_work
from federation.kernel.held import rows_changed
from federation.kernel.policy import ROLES, Actor, authorize
from federation.kernel.refusals import Invalid, NotFound, Refusal
from federation.kernel.second_factor import DEMANDED_OF
from federation.network.locking import one_at_a_time
from federation.network.members.letters.roles import tell_ended, tell_given, tell_restarted
from federation.network.members.queries.places import federations_of
from federation.network.members.queries.roles import (
    BegunRole,
    HeldRole,
    membership_here,
    person_here,
    role_in_words,
)
from federation.network.members.queries.second_person import is_alone
from federation.network.members.rules.second_person import CONFIRMED, OF_A_PRACTICE
from federation.network.models import Membership, Practice
from federation.people.actions.keeping import keep_no_longer
from federation.people.actions.links import end_links
from federation.people.actions.sessions import end_sessions
from federation.people.actions.tokens import end_tokens_here, end_tokens_without_role
from federation.people.models import Person

_BEGINNINGS = ("membership.started", "membership.restarted")


def add_role(actor: Actor, person_id: int, role: str, code: str | None = None) -> BegunRole:
    """Give somebody of this federation a further role."""
    authorize(actor, "network.people")
    with unit_of_work():
        person = person_here(person_id)
        if person.erased:
            raise Refusal("This account was erased. Invite the person again, with their address.")
        begun = begin_role(person.id, person.name, person.accepted, role, code, actor.person_id)
        recorded(actor.person_id, "membership.started", person_id, begun.membership_id)
        tell_given(begun, actor.name)
        return begun


def begin_role(
    person_id: int, name: str, accepted: bool, role: str, code: str | None, given_by: int | None
) -> BegunRole:
    """Begin a role of somebody who is written down already, in the open unit of work."""
    if role not in ROLES:
        raise Invalid("Select a role", "role")
    practice = _practice(role, code)
    one_at_a_time()
    same = select(Membership.id).where(
        Membership.person_id == person_id,
        Membership.role == role,
        Membership.ended_at.is_(None),
        Membership.practice_id == practice.id if practice else Membership.practice_id.is_(None),
    )
    words = role_in_words(role) + (f" of {practice.name}" if practice else "")
    if db.session.execute(same).first():
        raise Invalid(f"{name} is already {words}", "role")
    row = Membership(
        person_id=person_id,
        role=role,
        practice_id=practice.id if practice else None,
        started_at=database_now(),
        is_chair=False,
        given_by=given_by,
        waits=role in CONFIRMED and waits_when_given(person_id, given_by),
    )
    db.session.add(row)
    db.session.flush()
    if role in DEMANDED_OF:
        keep_no_longer(person_id)
        end_tokens_here(person_id, tenancy.current(), "its owner got a role that owes a second step")
    return BegunRole(row.id, person_id, name, accepted, words, role, row.practice_id, row.waits)


def waits_when_given(person_id: int, given_by: int | None) -> bool:
    """Whether somebody gives this to themselves: it then waits for a second person, where there is one."""
    return given_by == person_id and not is_alone(person_id)


class _PracticeNamed(NamedTuple):
    id: int
    name: str


def _practice(role: str, code: str | None) -> _PracticeNamed | None:
    if role not in OF_A_PRACTICE:
        if code:
            raise Invalid(
                "Only representatives and practice members have a practice. Leave it empty", "practice"
            )
        return None
    if not code:
        raise Invalid("Say which practice it is", "practice")
    row = db.session.execute(
        select(Practice.id, Practice.name, Practice.closed_on, Practice.left_on).where(
            Practice.code == code.strip().upper()
        )
    ).first()
    if row is None:
        raise Invalid("There is no practice with this code in the federation", "practice")
    if row.closed_on or row.left_on:
        raise Invalid(f"{row.name} has closed or left the federation", "practice")
    return _PracticeNamed(row.id, row.name)


def end_role(actor: Actor, person_id: int, membership_id: int) -> None:
    """End a role; the last administrator's stays. Whoever has no role left anywhere is signed out."""
    authorize(actor, "network.people")
    with unit_of_work():
        one_at_a_time()
        person, held = membership_here(person_id, membership_id)
        before = _roles_of(person.id)
        end_held(person.id, held)
        end_tokens_without_role(person.id, tenancy.current(), before, _roles_of(person.id))
        close_up(person.id)
        recorded(actor.person_id, "membership.ended", person.id, held.id)
        tell_ended(person.id, person.name, held, actor.name)


def begin_again(actor: Actor, person_id: int, membership_id: int) -> None:
    """End a role and give it anew, in the open unit of work: as if the actor had given it now."""
    person, held = membership_here(person_id, membership_id)
    end_held(person_id, held)
    recorded(actor.person_id, "membership.ended", person_id, held.id)
    row = Membership(
        person_id=person_id,
        role=held.role,
        practice_id=held.practice_id,
        started_at=database_now(),
        given_by=actor.person_id,
    )
    db.session.add(row)
    db.session.flush()
    recorded(actor.person_id, "membership.started", person_id, row.id)
    words = held.words
    begun = BegunRole(
        row.id, person_id, person.name, person.accepted, words, held.role, held.practice_id, waits=False
    )
    tell_given(begun, actor.name)


def restart(person_id: int, membership_id: int, given_by: int) -> None:
    """Let a role begin now, in the open unit of work, as if this administrator gave it now; of the chair that too."""
    person, held = membership_here(person_id, membership_id)
    now: dict[str, object] = {"started_at": database_now(), "confirmed_at": None, "confirmed_by": None}
    if held.is_chair:
        now |= {"chair_given_at": database_now(), "chair_given_by": given_by}
        now |= {"chair_confirmed_at": None, "chair_confirmed_by": None}
    db.session.execute(
        update(Membership)
        .where(Membership.id == membership_id)
        .values(given_by=given_by, **now)
        .execution_options(synchronize_session=False)
    )
    seq = recorded(person_id, "membership.restarted", person_id, membership_id, given_by=given_by)
    tell_restarted(person.id, person.name, held, given_by, seq)


def end_every_role(person_id: int) -> list[int]:
    """End all roles that a person has in the federation chosen, in the open unit of work; returns their numbers."""
    one_at_a_time()
    roles = person_here(person_id).roles
    for held in roles:
        end_held(person_id, held)
    return [held.id for held in roles]


def end_held(person_id: int, held: HeldRole) -> None:
    """End one role, in the open unit of work; the last administrator's stays."""
    if held.role == "administrator":
        _keep_an_administrator(person_id, held.id)
    ended = rows_changed(
        update(Membership)
        .where(Membership.id == held.id, Membership.ended_at.is_(None))
        .values(ended_at=database_now(), is_chair=False, chair_given_at=None)
        .execution_options(synchronize_session=False)
    )
    if ended != 1:
        raise NotFound()


def end_with_practice(person_id: int, membership_ids: Collection[int]) -> list[HeldRole]:
    """End these roles of a person, in the open unit of work, because their practice is no member any more: nobody's act.
    Returns the roles that they hold after it."""
    one_at_a_time()
    before = _roles_of(person_id)
    for held in person_here(person_id).roles:
        if held.id in membership_ids:
            end_held(person_id, held)
            recorded(None, "membership.ended", person_id, held.id)
    end_tokens_without_role(person_id, tenancy.current(), before, _roles_of(person_id))
    close_up(person_id)
    return person_here(person_id).roles


def _keep_an_administrator(person_id: int, membership_id: int) -> None:
    """Refuse to end the last administrator: the last who can sign in, or the last at all."""
    rows = db.session.execute(
        select(Membership.id, Membership.person_id, Person.password_hash.is_not(None).label("accepted"))
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.role == "administrator", Membership.ended_at.is_(None), Person.erased_at.is_(None))
    ).all()
    able = any(row.accepted for row in rows if row.id == membership_id)
    others = [row for row in rows if row.person_id != person_id and (row.accepted or not able)]
    if not others:
        raise Refusal(
            "This is the last administrator. Give somebody else the role administrator first, "
            "and let them accept the invitation."
        )


def _roles_of(person_id: int) -> frozenset[str]:
    """Somebody's roles here as they stand; ``chair`` too."""
    rows = db.session.execute(
        select(Membership.role, Membership.is_chair).where(
            Membership.person_id == person_id, Membership.in_force()
        )
    ).all()
    return frozenset(row.role for row in rows) | ({"chair"} if any(row.is_chair for row in rows) else set())


def close_up(person_id: int) -> None:
    """After a role has ended: no place here, no tokens here; no place anywhere, no sessions."""
    db.session.flush()
    still = select(Membership.id).where(Membership.person_id == person_id, Membership.in_force()).limit(1)
    if db.session.execute(still).first():
        return
    here = tenancy.current()
    end_tokens_here(person_id, here, "its owner has no role any more")
    end_links(person_id, federation_id=here)
    if not federations_of(person_id):
        end_sessions(person_id)


def recorded(
    by: int | None,
    act: str,
    person_id: int,
    membership_id: int,
    waits: bool | None = None,
    given_by: int | None = None,
) -> int:
    """Write an act on a role into the record: numbers and the role, no names. Returns the entry's number."""
    role, practice_id, role_waits, began = db.session.execute(
        select(Membership.role, Membership.practice_id, Membership.waits, Membership.started_at).where(
            Membership.id == membership_id
        )
    ).one()
    return record.append(
        by,
        act,
        f"person:{person_id}",
        membership=membership_id,
        role=role,
        **({"began": record.stamp(began)} if act in _BEGINNINGS else {}),
        **({"practice": practice_id} if practice_id else {}),
        **({"given_by": given_by} if given_by else {}),
        **({"waits": True} if (role_waits if waits is None else waits) else {}),
    )
