"""Who may do what: one table of permissions, and one function that decides.

A feature brings its permissions as data. A permission names the roles that hold it and, where that is not
enough, a pure test of the person and the thing. Every endpoint carries one permission or the app does not start.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final, Literal, NamedTuple

from federation.kernel.refusals import NotYours

Role = Literal["administrator", "executive", "representative", "member", "lay_partner", "observer"]
ROLES: Final[tuple[Role, ...]] = (
    "administrator",
    "executive",
    "representative",
    "member",
    "lay_partner",
    "observer",
)
ROLE_TITLES: Final[Mapping[str, str]] = {
    "administrator": "administrator",
    "executive": "executive",
    "representative": "representative",
    "member": "practice member",
    "lay_partner": "lay partner",
    "observer": "observer",
}
EVERYONE: Final = frozenset(ROLES)

BY_LINK: Final = "by_link"
"""What somebody holds who comes by the link of a letter, and nobody by a membership: it opens what the link is for."""

BY_KEY: Final = "by_key"
"""What a phone holds that has the key of somebody's calendar, and nobody by a membership: it opens that calendar."""

GUEST: Final = "guest"
"""What somebody from outside holds who was invited to one thing by a link, and nobody by a membership."""

OPENED_BY_SECRETS: Final = (BY_LINK, BY_KEY, GUEST)
"""What nobody holds but by a secret in the address of what it opens. A permission that one of them holds is held by
nobody else."""

SEATED: Final = "seated"
"""What somebody holds who has, or had, a seat in a group, beside the roles of a membership."""

READ: Final = "read"
PROPOSE: Final = "propose"
CAST: Final = "cast"
ADMINISTER: Final = "administer"

PUBLIC: Final = "public"
SIGNED_IN: Final = "signed_in"


@dataclass(frozen=True, slots=True)
class Seat:
    """A practice that a person acts or reads for.

    ``since`` is when the role began; None where a second person confirmed it, so that it counts whenever it began."""

    practice_id: int
    code: str
    name: str
    role: Role
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class GroupPlace:
    """A seat of a person in a group: their own, or that of a practice they represent.

    ``has_vote`` and ``is_lead`` are false in a group that has ended, and while the seat waits for a second person; ``since`` is
    when the seat began."""

    group_id: int
    code: str
    name: str
    has_vote: bool
    is_lead: bool
    since: datetime
    practice_id: int | None = None


class OneThing(NamedTuple):
    """A thing by its kind and its number, as the record names it."""

    kind: str
    number: int


@dataclass(frozen=True, slots=True)
class Actor:
    """A person as they stand in one federation, read anew for each request.

    ``offices`` are roles that are not of a practice and that no second person confirmed, with when they began."""

    person_id: int
    name: str
    email: str
    federation_id: int
    roles: frozenset[str] = frozenset()
    seats: tuple[Seat, ...] = ()
    offices: tuple[tuple[str, datetime], ...] = ()
    groups: tuple[GroupPlace, ...] = ()
    only: OneThing | None = None
    """The one thing that the person may see and act on, who came by the link of a letter."""

    def as_of(self, moment: datetime | None) -> "Actor":
        """The person with the roles alone that count in what began at that moment: those that they held before it, or
        that a second person confirmed. Before it has begun (None) all of them count."""
        if moment is None:
            return self
        seats = tuple(seat for seat in self.seats if seat.since is None or seat.since < moment)
        groups = tuple(place for place in self.groups if place.since < moment and _stands(place, seats))
        young = {role for role, since in self.offices if since >= moment}
        if len(seats) == len(self.seats) and len(groups) == len(self.groups) and not young:
            return self
        young |= {seat.role for seat in self.seats} - {seat.role for seat in seats}
        if "executive" in young:
            young.add("chair")
        return replace(self, seats=seats, groups=groups, roles=self.roles - young)

    def sits_in(self, group_id: int | None) -> bool:
        """Whether the person has a seat in a group, with a vote or a voice."""
        return any(place.group_id == group_id for place in self.groups)

    def votes_in(self, group_id: int | None) -> bool:
        """Whether the person has a seat with a vote in a group."""
        return any(place.group_id == group_id and place.has_vote for place in self.groups)

    def leads(self, group_id: int | None) -> bool:
        """Whether the person is a lead of a group."""
        return any(place.group_id == group_id and place.is_lead for place in self.groups)

    def represents(self, practice_id: int) -> bool:
        """Whether the person may cast this practice's ballot."""
        return any(seat.practice_id == practice_id and seat.role == "representative" for seat in self.seats)

    def belongs_to(self, practice_id: int) -> bool:
        """Whether the person is one of this practice's."""
        return any(seat.practice_id == practice_id for seat in self.seats)

    @property
    def representing(self) -> tuple[Seat, ...]:
        """The practices whose ballots the person may cast."""
        return tuple(seat for seat in self.seats if seat.role == "representative")

    @property
    def practice(self) -> Seat | None:
        """The practice that pages speak of first: one the person represents, else one they belong to."""
        return next(iter((*self.representing, *self.seats)), None)


def _stands(place: GroupPlace, seats: tuple[Seat, ...]) -> bool:
    """Whether a seat in a group counts with these places at practices alone: one of a practice needs its representative."""
    return place.practice_id is None or any(
        seat.practice_id == place.practice_id and seat.role == "representative" for seat in seats
    )


@dataclass(frozen=True, slots=True)
class Permission:
    """One thing a person may do. ``words`` finish the sentence "may ..."; ``when`` narrows it further.

    ``scope`` is what a token for programs needs for it, where more is done than reading.
    """

    name: str
    words: str
    roles: frozenset[str]
    when: Callable[[Actor, Any], bool] | None = field(default=None, compare=False)
    when_words: str = ""
    scope: str = PROPOSE


class PermissionTable:
    """The table of all permissions of the product as installed."""

    def __init__(self, permissions: Iterable[Permission] = ()) -> None:
        self._by_name: dict[str, Permission] = {}
        for permission in permissions:
            self.add(permission)

    def add(self, permission: Permission) -> None:
        """Take a permission in; a name is taken once."""
        if permission.name in self._by_name:
            raise ValueError(f"the permission {permission.name} is declared twice")
        self._by_name[permission.name] = permission

    def replace(self, permissions: Iterable[Permission]) -> None:
        """Start again with these permissions."""
        self._by_name.clear()
        for permission in permissions:
            self.add(permission)

    def __contains__(self, name: object) -> bool:
        return name in (PUBLIC, SIGNED_IN) or name in self._by_name

    def __iter__(self) -> Any:
        return iter(sorted(self._by_name.values(), key=lambda permission: permission.name))

    def scope_of(self, name: str) -> str:
        """The scope that a token needs for a permission."""
        return self._by_name[name].scope

    def allows(self, actor: Actor, name: str, thing: Any = None) -> bool:
        """The only decision about rights. Without ``thing`` it answers for the role alone."""
        permission = self._by_name[name]
        if not actor.roles & permission.roles:
            return False
        return thing is None or permission.when is None or permission.when(actor, thing)

    def secret_of(self, name: str | None) -> str | None:
        """Which of ``OPENED_BY_SECRETS`` alone holds a permission, so that its endpoints are opened by the secret in their
        address, and by no session; None where people hold it."""
        found = self._by_name.get(name or "")
        held = found.roles if found else frozenset[str]()
        return next((role for role in OPENED_BY_SECRETS if held == {role}), None)


policy = PermissionTable()


def may(actor: Actor, name: str, thing: Any = None) -> bool:
    """Whether the actor holds the permission (for this thing)."""
    return policy.allows(actor, name, thing)


def authorize(actor: Actor, name: str, thing: Any = None) -> None:
    """Raise :class:`NotYours` unless the actor holds the permission (for this thing)."""
    if not policy.allows(actor, name, thing):
        raise NotYours()
