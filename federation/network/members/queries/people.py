"""Who belongs where, as the pages and other features read it."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, and_, or_, select, tuple_
from sqlalchemy.orm import aliased

from federation.kernel import tenancy
from federation.kernel.db import db
from federation.kernel.policy import ROLE_TITLES, Role, Seat
from federation.kernel.refusals import NotFound
from federation.kernel.tenancy import every_federation
from federation.kernel.words import day
from federation.network.models import Federation, Membership, Practice
from federation.people.models import FormerName, Link, Person
from federation.people.queries import Place
from federation.plugin.feature import PersonalRecord

PAGE: Final = 25
_FEW: Final = frozenset({"administrator", "executive", "lay_partner"})
"""Roles of few people: found first, then put in order. For the others the list is walked in order."""
MOST_TO_CHOOSE_FROM: Final = 60
"""Practices that a list to select from may have; beyond it a code is typed."""


def federations_of(person_id: int, ended: bool = False) -> list[Place]:
    """The federations in which a person has a role now, by name; with ``ended`` also those of the past."""
    with every_federation("a person sees which federations they belong to, before one is chosen"):
        statement = (
            select(
                Federation.id,
                Federation.slug,
                Federation.name.label("federation"),
                Membership.role,
                Membership.is_chair,
                Practice.id.label("practice_id"),
                Practice.code,
                Practice.name,
            )
            .select_from(Membership)
            .join(Federation, Federation.id == Membership.federation_id)
            .outerjoin(
                Practice,
                and_(
                    Practice.federation_id == Membership.federation_id, Practice.id == Membership.practice_id
                ),
            )
            .where(Membership.person_id == person_id)
            .order_by(Federation.name, Federation.id, Practice.name)
        )
        if not ended:
            statement = statement.where(Membership.in_force())
        rows = db.session.execute(statement).all()
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.id].append(row)
    return [_place(those) for those in found.values()]


def _place(rows: list[Any]) -> Place:
    first = rows[0]
    roles = dict.fromkeys(role_in_words(row.role, row.is_chair) for row in rows)
    seats = tuple(
        Seat(row.practice_id, row.code, row.name, row.role) for row in rows if row.practice_id is not None
    )
    return Place(
        first.id, first.slug, first.federation, tuple(roles), seats, frozenset(row.role for row in rows)
    )


def demo_people() -> list[Mapping[str, Any]]:
    """The sign-ins that the demonstration's federations offer (``settings["demo_people"]``)."""
    found: list[Mapping[str, Any]] = []
    for settings in db.session.scalars(select(Federation.settings).order_by(Federation.id)):
        found.extend((settings or {}).get("demo_people", ()))
    return found


def role_in_words(role: str, is_chair: bool = False) -> str:
    """``representative``; ``executive, chair``."""
    return f"{ROLE_TITLES[role]}, chair" if is_chair else ROLE_TITLES[role]


class Held(NamedTuple):
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


_HELD = (
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


class Begun(NamedTuple):
    """A role that has begun, and whose. ``waits``: it gives nothing before a second person has confirmed it."""

    membership_id: int
    person_id: int
    name: str
    accepted: bool
    words: str
    role: str
    practice_id: int | None
    waits: bool


class Listed(NamedTuple):
    """One person of the federation, as lists show them."""

    id: int
    name: str
    email: str
    accepted: bool
    roles: list[Held]


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list of people is narrowed to."""

    words: str = ""
    role: str = ""
    practice: str = ""

    def conditions(self) -> list[ColumnElement[bool]]:
        """The people with a role now who fit."""
        here = [Membership.federation_id == tenancy.current(), Membership.ended_at.is_(None)]
        if self.role:
            here.append(Membership.role == self.role)
        if self.practice:
            practice = select(Practice.id).where(
                Practice.federation_id == tenancy.current(), Practice.code == self.practice
            )
            here.append(Membership.practice_id.in_(practice))
        if self.practice or self.role in _FEW:
            found: list[ColumnElement[bool]] = [Person.id.in_(select(Membership.person_id).where(*here))]
        else:
            found = [select(Membership.id).where(Membership.person_id == Person.id, *here).exists()]
        if self.words:
            found.append(Person.name.icontains(self.words, autoescape=True))
        return found

    @property
    def any(self) -> bool:
        """Whether anything is narrowed."""
        return bool(self.words or self.role or self.practice)


class PeoplePage(NamedTuple):
    """A page of people by name; ``after`` and ``before`` are where the next and the previous page begin."""

    people: list[Listed]
    after: int | None
    before: int | None


def people_page(filters: Filters, after: int | None = None, before: int | None = None) -> PeoplePage:
    """The people of the federation by name, from a place on (a person's number), never by counting pages."""
    backwards = before is not None
    start = _place_in_list(before if backwards else after)
    statement = select(Person.id, Person.name, Person.reached_at(), Person.password_hash.is_not(None)).where(
        *filters.conditions()
    )
    key = tuple_(Person.name, Person.id)
    if start is not None:
        bound = tuple_(*start)
        statement = statement.where(key < bound if backwards else key > bound)
    order = (Person.name.desc(), Person.id.desc()) if backwards else (Person.name, Person.id)
    rows = db.session.execute(statement.order_by(*order).limit(PAGE + 1)).all()
    more, rows = len(rows) > PAGE, rows[:PAGE]
    if backwards:
        rows = rows[::-1]
    held = memberships_for([row[0] for row in rows])
    people = [Listed(*row, held.get(row[0], [])) for row in rows]
    if not people:
        return PeoplePage([], None, None)
    has_next = (backwards and start is not None) or (not backwards and more)
    has_previous = (backwards and more) or (not backwards and start is not None)
    return PeoplePage(people, people[-1].id if has_next else None, people[0].id if has_previous else None)


def _place_in_list(person_id: int | None) -> tuple[str, int] | None:
    """Where a person of this federation stands in the list; None for anybody else."""
    if person_id is None:
        return None
    here = select(Membership.id).where(
        Membership.federation_id == tenancy.current(), Membership.person_id == Person.id
    )
    row = db.session.execute(
        select(Person.name, Person.id).where(Person.id == person_id, here.exists())
    ).first()
    return (row.name, row.id) if row else None


def memberships_for(person_ids: Collection[int]) -> dict[int, list[Held]]:
    """The roles that people hold now, in one statement."""
    found: dict[int, list[Held]] = defaultdict(list)
    if not person_ids:
        return found
    rows = db.session.execute(
        select(Membership.person_id, *_HELD)
        .outerjoin(Practice, Practice.id == Membership.practice_id)
        .where(Membership.person_id.in_(person_ids), Membership.ended_at.is_(None))
    )
    for person_id, *held in rows:
        found[person_id].append(Held._make(held))
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


class Known(NamedTuple):
    """A person who has or had a role in this federation, with all their roles."""

    id: int
    name: str
    email: str
    accepted: bool
    roles: list[Held]
    past: list[Held]
    erased: bool


def person_here(person_id: int) -> Known:
    """A person of this federation, of now or of the past; raises ``NotFound`` for everybody else."""
    rows = db.session.execute(
        select(
            Person.id,
            Person.name,
            Person.reached_at(),
            Person.password_hash.is_not(None),
            Person.erased_at.is_not(None),
            *_HELD,
        )
        .join(Membership, Membership.person_id == Person.id)
        .outerjoin(Practice, Practice.id == Membership.practice_id)
        .where(Person.id == person_id)
        .order_by(Membership.started_at, Membership.id)
    ).all()
    if not rows:
        raise NotFound()
    held = [Held._make(row[5:]) for row in rows]
    name, email, accepted, erased = rows[0][1:5]
    return Known(
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
    """What a person was called before, and until when, the newest first."""
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


def membership_here(person_id: int, membership_id: int) -> tuple[Known, Held]:
    """A person and one of the roles they hold now."""
    person = person_here(person_id)
    for held in person.roles:
        if held.id == membership_id:
            return person, held
    raise NotFound()


def invitation_ends(person_id: int) -> datetime | None:
    """Until when the invitation that was sent last can be accepted; None when none is open."""
    return db.session.execute(
        select(Link.expires_at)
        .where(
            Link.person_id == person_id,
            Link.purpose == "invitation",
            Link.used_at.is_(None),
            Link.federation_id == tenancy.current(),
        )
        .order_by(Link.id.desc())
        .limit(1)
    ).scalar()


class PracticePerson(NamedTuple):
    """Somebody of a practice, without an address: every member may read this."""

    person_id: int
    name: str
    role: Role
    started_at: datetime


def people_of_practice(practice_id: int) -> list[PracticePerson]:
    """The people of one practice now: representatives first, then by name."""
    rows = db.session.execute(
        select(Person.id, Person.name, Membership.role, Membership.started_at)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.practice_id == practice_id, Membership.ended_at.is_(None))
    )
    people = [
        PracticePerson._make(row) for row in rows
    ]  # few: sorted here, or SQLite reads all roles in order
    return sorted(people, key=lambda one: (one.role != "representative", one.name, one.person_id))


def everybody() -> Iterator[tuple[str, str, Held]]:
    """(name, email, role) for every role that is held now, by name: for the export."""
    rows = db.session.execute(
        select(Person.name, Person.reached_at(), *_HELD)
        .join(Membership, Membership.person_id == Person.id)
        .outerjoin(Practice, Practice.id == Membership.practice_id)
        .where(Membership.ended_at.is_(None))
        .order_by(Person.name, Person.id, Membership.role, Practice.name)
    )
    for name, email, *held in rows:
        yield name, email, Held._make(held)


def practices_to_choose() -> Sequence[tuple[str, str]] | None:
    """(code, name) of the practices that are members now, by name; None when they are too many for a list."""
    rows = db.session.execute(
        select(Practice.code, Practice.name)
        .where(Practice.closed_on.is_(None), Practice.left_on.is_(None))
        .order_by(Practice.name, Practice.id)
        .limit(MOST_TO_CHOOSE_FROM + 1)
    ).all()
    return None if len(rows) > MOST_TO_CHOOSE_FROM else [(row.code, row.name) for row in rows]


def personal_memberships(person_id: int) -> list[PersonalRecord]:
    """What a federation keeps of a person's roles; for the hook ``personal_data``."""
    rows = db.session.execute(
        select(*_HELD)
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
        for held in map(Held._make, rows)
    ]
