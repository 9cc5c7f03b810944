"""Who may do what in shared purchasing."""

from dataclasses import dataclass

from federation.kernel.policy import CAST, EVERYONE, PROPOSE, READ, SEATED, Actor, Permission

_MEMBERS = EVERYONE - {"observer"}


@dataclass(frozen=True, slots=True)
class RoundOf:
    """A round of the group with this number; None: rounds of all groups."""

    group_id: int | None


@dataclass(frozen=True, slots=True)
class NeedsOf:
    """What the practice with this number needs."""

    practice_id: int


def _runs(actor: Actor, whose: RoundOf) -> bool:
    return actor.leads(whose.group_id) or actor.votes_in(whose.group_id)


def _reads_prices(actor: Actor, whose: RoundOf) -> bool:
    return bool(actor.roles & _MEMBERS) or _runs(actor, whose)


def _represents(actor: Actor, needs: NeedsOf) -> bool:
    return actor.represents(needs.practice_id)


PERMISSIONS = (
    Permission("purchasing.read", "read what practices need and buy together", EVERYONE, scope=READ),
    Permission(
        "purchasing.prices",
        "read what each practice needs, pays and saves; others read sums",
        _MEMBERS | {SEATED},
        _reads_prices,
        "members, and those of the group that buys",
        scope=READ,
    ),
    Permission(
        "purchasing.answer",
        "say what a practice needs",
        frozenset({"representative"}),
        _represents,
        "a practice one represents",
        scope=CAST,
    ),
    Permission(
        "purchasing.run",
        "ask practices what they need, and write what is to be bought",
        frozenset({SEATED}),
        _runs,
        "those who lead the group or vote in it",
        scope=PROPOSE,
    ),
    Permission(
        "purchasing.order",
        "order what the members voted, share out what comes, and split bills",
        frozenset({SEATED}),
        _runs,
        "those who lead the group or vote in it, within its mandate",
        scope=CAST,
    ),
)
