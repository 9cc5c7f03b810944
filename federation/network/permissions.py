"""Who may do what with the federation, its practices and its people."""

from dataclasses import dataclass

from federation.kernel.policy import ADMINISTER, CAST, EVERYONE, READ, SEATED, Actor, Permission

_ADMINISTRATOR = frozenset({"administrator"})
_LEADING = frozenset({"administrator", "executive"})


@dataclass(frozen=True, slots=True)
class NamedGroup:
    """A group of which somebody would change what is said."""

    group_id: int


@dataclass(frozen=True, slots=True)
class SeatGivenUp:
    """A seat that somebody would give up: a person's, or a practice's."""

    person_id: int | None
    practice_id: int | None


@dataclass(frozen=True, slots=True)
class SeatTaken:
    """A practice that would take a seat itself."""

    practice_id: int


def _own_seat(actor: Actor, seat: SeatGivenUp) -> bool:
    return seat.person_id == actor.person_id or (
        seat.practice_id is not None and actor.represents(seat.practice_id)
    )


def _represents(actor: Actor, seat: SeatTaken) -> bool:
    return actor.represents(seat.practice_id)


def _words_it(actor: Actor, group: NamedGroup) -> bool:
    return bool(actor.roles & _LEADING) or actor.leads(group.group_id)


PERMISSIONS = (
    Permission(
        "network.read", "read about the federation, its practices and its record", EVERYONE, scope=READ
    ),
    Permission(
        "network.money",
        "read what single practices gained and paid in money",
        EVERYONE - {"observer"},
        scope=READ,
    ),
    Permission("network.files", "open the files of what they can read", EVERYONE, scope=READ),
    Permission(
        "network.describe",
        "write down the purpose and the aims",
        _LEADING,
    ),
    Permission(
        "network.administer",
        "set the federation up: which practices may vote, with how many patients, and settings",
        _ADMINISTRATOR,
        scope=ADMINISTER,
    ),
    Permission(
        "network.arrange",
        "keep neighbourhoods, name boards, look files over before they are saved, and send oneself a test letter",
        _ADMINISTRATOR,
    ),
    Permission(
        "network.addresses",
        "see the email addresses of people",
        _LEADING,
        scope=READ,
    ),
    Permission(
        "network.plugins", "switch plugins on and off, and set them up", _ADMINISTRATOR, scope=ADMINISTER
    ),
    Permission(
        "network.people", "invite people, change their roles and end them", _ADMINISTRATOR, scope=ADMINISTER
    ),
    Permission(
        "network.groups",
        "begin and end groups, and give seats in them",
        _LEADING,
        scope=ADMINISTER,
    ),
    Permission(
        "network.word_groups",
        "change what a group is called, what it is for and who reads it",
        _LEADING | {SEATED},
        _words_it,
        "for administrators, the executive and those who lead the group",
        scope=ADMINISTER,
    ),
    Permission(
        "network.give_up_seats",
        "give up one’s own seat in a group, or that of a practice one represents",
        frozenset({SEATED}),
        _own_seat,
        "a seat that is one’s own",
        scope=CAST,
    ),
    Permission(
        "network.take_seats",
        "take a seat in a group for a practice, where the members let practices do so",
        frozenset({"representative"}),
        _represents,
        "a practice one represents",
        scope=CAST,
    ),
    Permission(
        "network.confirm_seats",
        "confirm or refuse a seat that somebody else gave in a group that acts for the members",
        frozenset({"executive", SEATED}),
        scope=ADMINISTER,
    ),
    Permission(
        "network.confirm_roles",
        "confirm or refuse a role that somebody else gave",
        frozenset({"executive", "representative", "member"}),
        scope=ADMINISTER,
    ),
)
