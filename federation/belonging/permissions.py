"""Who may do what about membership."""

from dataclasses import dataclass

from federation.kernel.policy import CAST, EVERYONE, READ, Actor, Permission

_MEMBERS = frozenset({"executive", "representative", "member"})


@dataclass(frozen=True, slots=True)
class SpeakingFor:
    """A practice for which somebody would speak."""

    practice_id: int


def _represents(actor: Actor, by: SpeakingFor) -> bool:
    return actor.represents(by.practice_id)


def _belongs(actor: Actor, by: SpeakingFor) -> bool:
    return actor.belongs_to(by.practice_id)


PERMISSIONS = (
    Permission("belonging.read", "read which practices are members, and since when", EVERYONE, scope=READ),
    Permission(
        "belonging.propose",
        "propose to the members who joins, by which rules, and who is suspended",
        _MEMBERS,
    ),
    Permission(
        "belonging.leave",
        "give notice for a practice, take it back, and answer for it when it is to be suspended",
        frozenset({"representative"}),
        _represents,
        "a practice one represents",
        scope=CAST,
    ),
    Permission(
        "belonging.object",
        "object that a file calls a practice closed",
        frozenset({"representative", "member"}),
    ),
    Permission(
        "belonging.confirm",
        "confirm, as the second person of a practice, that it leaves",
        frozenset({"representative", "member"}),
        _belongs,
        "a practice one belongs to",
    ),
)
