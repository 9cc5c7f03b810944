"""Inviting many people at once: what each line would do, and then all of it in one unit of work."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select

from federation.kernel.db import db, unit_of_work
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Invalid, Refusal
from federation.network.members.actions.inviting import invite_as
from federation.network.members.letters.roles import tell_unwatched
from federation.network.members.queries.roles import BegunRole, memberships_for, people_reached_at
from federation.network.members.rules.invitations import InvitedLine
from federation.network.members.rules.second_person import OF_A_PRACTICE
from federation.network.models import Practice

NEW, KNOWN, HERE, WRONG = "new", "known", "here", "wrong"
_STATES: Final = (WRONG, NEW, KNOWN, HERE)


@dataclass(frozen=True, slots=True)
class InvitingLine:
    """A line with what inviting would do: ``new`` gets a letter to choose a password, ``known`` has or had a role
    here, or was invited, ``here`` has all these roles, ``wrong`` cannot be used. ``roles`` are those still to be given."""

    invited: InvitedLine
    state: str
    roles: tuple[str, ...]
    practice: str
    why: str = ""


def check_lines(lines: Sequence[InvitedLine]) -> list[InvitingLine]:
    """Set the lines beside the people and practices of the federation: three statements, however many lines."""
    codes = {one.code for one in lines if one.code}
    practices = {
        row.code: row
        for row in db.session.execute(
            select(Practice.code, Practice.name, Practice.closed_on, Practice.left_on).where(
                Practice.code.in_(codes)
            )
        )
    }
    people = {
        row.email: row.id for row in db.session.execute(people_reached_at({one.email for one in lines}))
    }
    held = memberships_for(list(people.values()))
    return [_check(one, practices, people, held) for one in lines]


def _check(one: InvitedLine, practices: dict, people: dict[str, int], held: dict) -> InvitingLine:  # type: ignore[type-arg]
    practice = practices.get(one.code)
    name = practice.name if practice else ""
    why = one.problem or _unsendable(one.email)
    if not why and one.code:
        if practice is None:
            why = f"There is no practice {one.code} in the federation"
        elif practice.closed_on or practice.left_on:
            why = f"{practice.name} has closed or left the federation"
        elif not OF_A_PRACTICE & set(one.roles):
            why = "Only representatives and practice members have a practice. Take the code out"
    if why:
        return InvitingLine(one, WRONG, (), name, why)
    person_id = people.get(one.email)
    has = {(role.role, role.code) for role in held.get(person_id, ())} if person_id else set()
    missing = tuple(role for role in one.roles if (role, _code_for(role, one.code)) not in has)
    return InvitingLine(one, (KNOWN if missing else HERE) if person_id else NEW, missing, name)


def _unsendable(email: str) -> str:
    try:
        validate_email(email, check_deliverability=False, globally_deliverable=False)
    except EmailNotValidError:
        return f"“{email}” is not an email address"
    return ""


def _code_for(role: str, code: str | None) -> str | None:
    return code if role in OF_A_PRACTICE else None


def counted(lines: Sequence[InvitingLine]) -> dict[str, int]:
    """How many lines there are of each state, those that cannot be used first."""
    return {state: sum(line.state == state for line in lines) for state in _STATES}


def print_of(lines: Sequence[InvitingLine]) -> str:
    """The fingerprint of what would be done, so that what is confirmed is what was shown."""
    what = [
        (line.invited.email, line.invited.name, line.invited.code, line.state, line.roles) for line in lines
    ]
    return hashlib.sha256(json.dumps(what).encode()).hexdigest()


def invite_many(actor: Actor, lines: Sequence[InvitedLine], *, seen: str, leave_out: bool) -> int:
    """Invite everybody on the list, in one unit of work; how many people got a role.

    Nothing is done where a line cannot be used, unless ``leave_out`` says to go on without it.
    """
    authorize(actor, "network.people")
    with unit_of_work():
        found = check_lines(lines)
        if print_of(found) != seen:
            raise Refusal("Something has changed since this list was checked. Look at it again, then invite.")
        wrong = counted(found)[WRONG]
        if wrong and not leave_out:
            several = f"{wrong:,} lines that" if wrong != 1 else "line that"
            raise Invalid(
                f"Put right or tick to leave out the {several} cannot be used. Nobody was invited", "leave"
            )
        going = [line for line in found if line.state in (NEW, KNOWN)]
        if not going:
            raise Invalid("There is nobody to invite on this list")
        unwatched: list[BegunRole] = []
        for line in going:
            one = line.invited
            code = one.code if OF_A_PRACTICE & set(line.roles) else None
            invite_to(actor, one.email, one.name, line.roles, code, unwatched)
        tell_unwatched(unwatched, actor.name)
        return len({line.invited.email for line in going})


def invite_to(
    actor: Actor,
    email: str,
    name: str,
    roles: Sequence[str],
    code: str | None,
    unwatched: list[BegunRole] | None = None,
) -> list[BegunRole]:
    """Invite one person to one or several roles, by one letter; the code is for the roles of a practice."""
    if code and not OF_A_PRACTICE & set(roles):
        raise Invalid("Only representatives and practice members have a practice. Leave it empty", "practice")
    return invite_as(actor, email, name, [(role, _code_for(role, code)) for role in roles], unwatched)
