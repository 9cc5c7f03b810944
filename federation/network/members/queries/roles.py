"""The roles that people have or had in a federation, and who somebody of it is."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, or_, select
from sqlalchemy.orm import aliased

from federation.kernel import tenancy
from federation.kernel.db import db
from federation.kernel.policy import ROLE_TITLES, Role
from federation.kernel.refusals import NotFound
from federation.kernel.words import day
from federation.network.models import Membership, Practice
from federation.people.models import FormerName, MailedLink, Person
from federation.plugin.feature import PersonalRecord


def role_in_words(role: str, is_chair: bool = False) -> str:
    """``representative``; ``executive, chair``."""
    return f"{ROLE_TITLES[role]}, chair" if is_chair else ROLE_TITLES[role]


class HeldRole(NamedTuple):
    """A role that somebody has or had."""

    id: int
    role: Role
    is_chair: bool
    practice_id: int | None
    code: str | None
    practice: str | None
    started_at: datetime
    ended_at: datetime | None
    waits: bool
    chair_waits: bool

    @property
    def words(self) -> str:
        """``representative of Driftwood Surgery``."""
        title = role_in_words(self.role, self.is_chair)
        return f"{title} of {self.practice}" if self.practice else title


HELD = (
    Membership.id,
    Membership.role,
    Membership.is_chair,
    Membership.practice_id,
    Practice.code,
    Practice.name,
    Membership.started_at,
    Membership.ended_at,
    Membership.waits,
    and_(Membership.chair_given_at.is_not(None), Membership.is_chair.is_(False)),
)


class BegunRole(NamedTuple):
    """A role that has begun, and whose. ``waits``: it gives nothing before a second person has confirmed it."""

    membership_id: int
    person_id: int
    name: str
    accepted: bool
    words: str
    role: str
    practice_id: int | None
    waits: bool


_HELD_BY = (
    select(Membership.person_id, *HELD)
    .outerjoin(Practice, Practice.id == Membership.practice_id)
    .where(Membership.person_id.in_(bindparam("people", expanding=True)), Membership.ended_at.is_(None))
)


def memberships_for(person_ids: Collection[int]) -> dict[int, list[HeldRole]]:
    """The roles that people hold now, in one statement."""
    found: dict[int, list[HeldRole]] = defaultdict(list)
    if not person_ids:
        return found
    rows = db.session.execute(_HELD_BY, {"people": list(person_ids)})
    for person_id, *held in rows:
        found[person_id].append(HeldRole._make(held))
    for roles in found.values():
        roles.sort(key=lambda held: (held.role, held.practice or "", held.id))
    return found


def people_reached_at(emails: Collection[str]) -> Any:
    """The people who have or had a role here, or were invited, with one of these addresses; the guests first, so that
    whoever makes a table of them keeps the account."""
    here = [Membership.federation_id == tenancy.current(), Membership.person_id == Person.id]
    own, invited = Person.email.in_(emails), Person.invited_email.in_(emails)
    return (
        select(
            Person.id,
            Person.name,
            Person.reached_at().label("email"),
            Person.password_hash.is_not(None).label("accepted"),
        )
        .where(or_(own, invited), Person.erased_at.is_(None), select(Membership.id).where(*here).exists())
        .order_by(Person.invited_email.is_(None), Person.id)
    )


class KnownPerson(NamedTuple):
    """A person who has or had a role in this federation, with all their roles."""

    id: int
    name: str
    email: str
    accepted: bool
    roles: list[HeldRole]
    past: list[HeldRole]
    erased: bool


def person_here(person_id: int) -> KnownPerson:
    """A person of this federation, of now or of the past; raises ``NotFound`` for everybody else."""
    rows = db.session.execute(
        select(
            Person.id,
            Person.name,
            Person.reached_at(),
            Person.password_hash.is_not(None),
            Person.erased_at.is_not(None),
            *HELD,
        )
        .join(Membership, Membership.person_id == Person.id)
        .outerjoin(Practice, Practice.id == Membership.practice_id)
        .where(Person.id == person_id)
        .order_by(Membership.started_at, Membership.id)
    ).all()
    if not rows:
        raise NotFound()
    held = [HeldRole._make(row[5:]) for row in rows]
    name, email, accepted, erased = rows[0][1:5]
    return KnownPerson(
        person_id,
        name,
        email,
        accepted,
        [one for one in held if one.ended_at is None],
        [one for one in held if one.ended_at is not None],
        erased,
    )


def hands_of(person_id: int) -> dict[int, str]:
    """Through whose hands a person's roles of today went, by role, in words; nothing where that is not known."""
    givers, confirmers = aliased(Person), aliased(Person)
    rows = db.session.execute(
        select(Membership.id, givers.name, confirmers.name, Membership.confirmed_at)
        .outerjoin(givers, givers.id == Membership.given_by)
        .outerjoin(confirmers, confirmers.id == Membership.confirmed_by)
        .where(Membership.person_id == person_id, Membership.ended_at.is_(None))
    )
    found = {}
    for number, giver, confirmer, at in rows:
        words = [f"given by {giver}"] if giver else []
        if confirmer and at:
            words.append(f"confirmed by {confirmer}, {day(at)}")
        if words:
            found[number] = _sentence(words)
    return found


def former_names(person_id: int) -> list[tuple[str, datetime]]:
    """The former names of a person, and until when they had them, the newest first."""
    rows = db.session.execute(
        select(FormerName.name, FormerName.until)
        .where(FormerName.person_id == person_id)
        .order_by(FormerName.id.desc())
        .limit(20)
    )
    return [(row.name, row.until) for row in rows]


def _sentence(words: list[str]) -> str:
    text = ", ".join(words)
    return text[:1].upper() + text[1:]


def membership_here(person_id: int, membership_id: int) -> tuple[KnownPerson, HeldRole]:
    """A person and one of the roles they hold now."""
    person = person_here(person_id)
    for held in person.roles:
        if held.id == membership_id:
            return person, held
    raise NotFound()


def invitation_ends(person_id: int) -> datetime | None:
    """Until when the invitation that was sent last can be accepted; None when none is open."""
    return db.session.execute(
        select(MailedLink.expires_at)
        .where(
            MailedLink.person_id == person_id,
            MailedLink.purpose == "invitation",
            MailedLink.used_at.is_(None),
            MailedLink.federation_id == tenancy.current(),
        )
        .order_by(MailedLink.id.desc())
        .limit(1)
    ).scalar()


def personal_memberships(person_id: int) -> list[PersonalRecord]:
    """The roles of a person that a federation keeps; for the hook ``personal_data``."""
    rows = db.session.execute(
        select(*HELD)
        .select_from(Membership)
        .outerjoin(Practice, Practice.id == Membership.practice_id)
        .where(Membership.person_id == person_id)
        .order_by(Membership.id)
    )
    return [
        PersonalRecord(
            "Role in the federation",
            {
                "role": held.role,
                "chair": held.is_chair,
                "practice": held.code,
                "from": held.started_at.isoformat(),
                "to": held.ended_at.isoformat() if held.ended_at else None,
            },
        )
        for held in map(HeldRole._make, rows)
    ]
