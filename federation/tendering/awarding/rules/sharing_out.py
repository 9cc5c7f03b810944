"""How what a tender brings is shared among practices, by the agreement that the members voted before any bid."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from federation.kernel.measures import Sharer, Sharing
from federation.tendering.preparing.rules.sharing import SharingPractice, SharingWay, share_out


class ShareMoves(NamedTuple):
    """How far amounts lie from what the agreement gives: what each gets more or less, by code, and how many units change
    hands."""

    changes: Mapping[str, int]
    moved: int

    def beyond(self, limit_percent: int, total: int) -> bool:
        """Whether more than so many per cent of all units change hands, or a sum is made or lost."""
        return self.moved * 100 > limit_percent * total or sum(self.changes.values()) != 0


def shared_again(
    way: SharingWay, practices: Iterable[SharingPractice], kept: Mapping[str, int]
) -> dict[str, int]:
    """What each practice gets, by code in the order of codes, where some keep what they have (``kept``, also beyond the limits)
    and the rest is shared among the others by the agreement: with the award (nobody keeps anything), after a withdrawal, or
    with another total. Raises ``CannotShare`` where the limits leave no way, and ``ValueError`` where somebody keeps something
    and does not take part, and where more is kept than there is."""
    entered = sorted(practices)
    if set(kept) - {one.code for one in entered}:
        raise ValueError("who keeps something takes part")
    rest = way.total - sum(kept.values())
    if rest < 0 or min(kept.values(), default=0) < 0:
        raise ValueError("more is kept than there is")
    free = [one for one in entered if one.code not in kept]
    if not free and rest:
        raise ValueError("nobody is there to take the rest")
    found = {**kept, **(share_out(replace(way, total=rest), free) if free else {})}
    return dict(sorted(found.items()))


def moves_of(agreed: Mapping[str, int], wanted: Mapping[str, int]) -> ShareMoves:
    """How far ``wanted`` lies from ``agreed``; who is not named in one of them has nothing there."""
    codes = sorted(set(agreed) | set(wanted))
    apart = {code: wanted.get(code, 0) - agreed.get(code, 0) for code in codes}
    changes = {code: units for code, units in apart.items() if units}
    up = sum(units for units in changes.values() if units > 0)
    return ShareMoves(changes, max(up, -sum(units for units in changes.values() if units < 0)))


def worth_of(amounts: Mapping[str, int], pence: int) -> dict[str, int]:
    """What each amount is worth of so many pence in all, to the penny; the sum is ``pence``, or nought where nobody has
    anything."""
    if not any(amounts.values()):
        return dict.fromkeys(amounts, 0)
    return Sharing(Sharer(code, units, units) for code, units in amounts.items()).share(pence)
