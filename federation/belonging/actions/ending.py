"""The roles at a practice end once it is no member any more: they are said to end on a day, and end once no vote is open in which
somebody there still votes."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import aliased

from federation.belonging.actions.steps import write_step
from federation.belonging.letters import tell_flagged, tell_roles_end, tell_roles_ended
from federation.belonging.models import MembershipStep
from federation.belonging.queries.seats import seats_with
from federation.belonging.rules import OF_ROLES, ROLES_LAST, NoticeStep, roles_end_on
from federation.belonging.subjects import OFFICES
from federation.decisions.models import Decision, RollEntry
from federation.decisions.rulebook.queries.agreed import agreed
from federation.kernel.days import time_now, today
from federation.kernel.db import db, unit_of_work
from federation.kernel.held import held
from federation.network.groups.confirming import end_seats_of, end_seats_of_person
from federation.network.locking import locked
from federation.network.members.actions.roles import end_with_practice
from federation.network.members.queries.roles import HeldRole, memberships_for
from federation.network.models import Membership, Practice
from federation.people.models import Person

_ON_ROLES = ("gone", "closed", "admitted", *OF_ROLES)
OF_FEDERATION = ("executive", "lay_partner", "observer")
"""Roles for the whole federation that end with the practice, unless the members agreed that they last longer. That of an
administrator gives no voice in any vote, and stays until another administrator ends it."""


def end_roles_at(practice_id: int) -> bool:
    """Say when the roles at a practice end that is no member any more, or end them where their day has come; of one that is a
    member again they stay. Returns whether anything was done."""
    with unit_of_work():
        locked()
        practice, _ = held(Practice, practice_id)
        steps = db.session.execute(
            select(MembershipStep.kind, MembershipStep.day)
            .where(MembershipStep.practice_id == practice_id, MembershipStep.kind.in_(_ON_ROLES))
            .order_by(MembershipStep.id)
        ).all()
        if practice.left_on is None and practice.closed_on is None:
            if steps and steps[-1].kind == "off":
                write_step("practice.roles_stay", practice_id, "back")
            return bool(steps)
        day = roles_end_on(NoticeStep(*row) for row in steps)
        if day is None:
            step, _ = write_step("practice.roles_end", practice_id, "off", day=today() + ROLES_LAST)
            tell_roles_end(step, practice.name)
            tell_flagged(step, practice.name, [one for one in seats_with(practice_id) if one.person_id])
            return True
        people = _people_of(practice_id)
        if day > today() or _still_votes(practice_id, people):
            return False
        end_seats_of(practice_id, practice.name)
        step, _ = write_step("practice.roles_ended", practice_id, "ended", day=today())
        _end(str(step.id), practice, {one: _roles_at(practice_id, held) for one, held in people.items()})
        return True


def end_offices() -> int:
    """End the roles for the whole federation of people whose practice has left and who have no role at another, once they have
    lasted as long as the members agreed. Returns how many people had one."""
    with unit_of_work():
        locked()
        rows = db.session.execute(lasting_offices()).all()
        until = time_now() - timedelta(days=int(agreed(OFFICES.name)))
        due: dict[int, dict[int, list[int]]] = {}
        for row in {row.id: row for row in rows}.values():
            if row.ended_at <= until:
                due.setdefault(row.practice_id, {}).setdefault(row.person_id, []).append(row.id)
        for practice_id, people in due.items():
            practice, _ = held(Practice, practice_id)
            known = memberships_for(list(people))
            ends = {one: [role for role in known[one] if role.id in ids] for one, ids in people.items()}
            first = min(number for ids in people.values() for number in ids)
            _end(f"office:{first}", practice, ends)
        return sum(map(len, due.values()))


def lasting_offices() -> Any:
    """A statement of the roles for the whole federation of people whose role at a practice ended with its membership, and who
    have none at another: each with such a practice and when that role ended, the newest last."""
    was, other = aliased(Membership), aliased(Membership)
    off = exists().where(
        MembershipStep.practice_id == was.practice_id,
        MembershipStep.federation_id == was.federation_id,
        MembershipStep.kind.in_(("gone", "closed", "off")),
        MembershipStep.at <= was.ended_at,
    )
    elsewhere = exists().where(
        other.person_id == Membership.person_id,
        other.federation_id == Membership.federation_id,
        other.practice_id.is_not(None),
        other.ended_at.is_(None),
    )
    return (
        select(Membership.federation_id, Membership.id, Membership.person_id, was.practice_id, was.ended_at)
        .join(
            was,
            (was.person_id == Membership.person_id) & (was.federation_id == Membership.federation_id),
        )
        .join(Practice, Practice.id == was.practice_id)
        .where(
            Membership.ended_at.is_(None),
            Membership.role.in_(OF_FEDERATION),
            Membership.started_at < was.ended_at,
            or_(Practice.left_on.is_not(None), Practice.closed_on.is_not(None)),
            off,
            ~elsewhere,
        )
        .order_by(Membership.id, was.ended_at)
    )


def _end(key: str, practice: Practice, roles: dict[int, list[HeldRole]]) -> None:
    """End these roles by person, and the seats of those who have none left; tell them."""
    ended = {person: [one.words for one in those] for person, those in roles.items() if those}
    rows = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(ended)))
    names = {row.id: row.name for row in rows}
    for person in ended:
        if not end_with_practice(person, {one.id for one in roles[person]}):
            end_seats_of_person(person, names[person])
    if ended:
        tell_roles_ended(key, practice.id, practice.name, ended)


def _people_of(practice_id: int) -> dict[int, list[HeldRole]]:
    there = select(Membership.person_id).where(
        Membership.practice_id == practice_id, Membership.ended_at.is_(None)
    )
    return memberships_for(db.session.scalars(there.distinct()).all())


def _roles_at(practice_id: int, roles: list[HeldRole]) -> list[HeldRole]:
    return [one for one in roles if one.practice_id == practice_id]


def _still_votes(practice_id: int, people: Collection[int]) -> bool:
    """Whether a vote is open that the practice, or one of these people, is on the roll of."""
    found = (
        select(RollEntry.id)
        .join(Decision, Decision.id == RollEntry.decision_id)
        .where(
            Decision.state == "open",
            or_(RollEntry.practice_id == practice_id, RollEntry.person_id.in_(people)),
        )
        .limit(1)
    )
    return db.session.scalar(found) is not None
