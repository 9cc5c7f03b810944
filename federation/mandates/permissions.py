"""Who may do what with mandates."""

from dataclasses import dataclass

from federation.kernel.policy import CAST, EVERYONE, READ, SEATED, Actor, Permission

_MEMBERS = frozenset({"executive", "representative", "member"})


@dataclass(frozen=True, slots=True)
class ActingIn:
    """A group in whose name somebody would act."""

    group_id: int


@dataclass(frozen=True, slots=True)
class CallingFor:
    """A practice that would call an act in."""

    practice_id: int


def _represents(actor: Actor, by: CallingFor) -> bool:
    return actor.represents(by.practice_id)


def _acts(actor: Actor, place: ActingIn) -> bool:
    return actor.leads(place.group_id) or actor.votes_in(place.group_id)


PERMISSIONS = (
    Permission(
        "mandates.read", "read what groups may do, and what they have done with it", EVERYONE, scope=READ
    ),
    Permission(
        "mandates.propose", "propose to the members what a group may do, or that it may no longer", _MEMBERS
    ),
    Permission(
        "mandates.act",
        "act for a group in the members’ name, within its mandate",
        frozenset({SEATED}),
        _acts,
        "those who lead it or vote in it",
        scope=CAST,
    ),
    Permission(
        "mandates.finish", "say what became of what one saw to under a mandate that was taken back", EVERYONE
    ),
    Permission(
        "mandates.call_in",
        "call in what a group has done, object to its report, or ask for the recall of its mandate, for a practice",
        frozenset({"representative"}),
        _represents,
        "a practice one represents",
        scope=CAST,
    ),
)
