"""How what a tender brings is shared among practices, by the agreement that the members voted before any bid."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple

from federation.kernel.measures import Sharer, Sharing


class SharedPractice(NamedTuple):
    """A practice that takes part: its code, its patients, and the weight that its share is proportional to (equal: 1 for
    each)."""

    code: str
    patients: int
    weight: int | Fraction


class SharingTerms(NamedTuple):
    """What was agreed: ``total`` whole units, from ``least`` to ``most`` (None: no limit) for each practice."""

    total: int
    least: int = 0
    most: int | None = None


class ShareMoves(NamedTuple):
    """How far amounts lie from what the agreement gives: what each gets more or less, by code, and how many units change
    hands."""

    changes: Mapping[str, int]
    moved: int

    def beyond(self, limit_percent: int, total: int) -> bool:
        """Whether more than so many per cent of all units change hands, or a sum is made or lost."""
        return self.moved * 100 > limit_percent * total or sum(self.changes.values()) != 0


def shared_out(terms: SharingTerms, practices: Iterable[SharedPractice]) -> dict[str, int]:
    """What each practice gets, by code in the order of codes: pro rata within the limits, by largest remainder, ties by the
    larger list, then the code. Raises ``CannotShare`` where the limits leave no way, and by how much."""
    return shared_again(terms, practices, {})


def shared_again(
    terms: SharingTerms, practices: Iterable[SharedPractice], kept: Mapping[str, int]
) -> dict[str, int]:
    """As :func:`shared_out`, where some practices keep what they have (``kept``, also beyond the limits) and the rest is shared
    among the others: after a withdrawal, or with another total. Raises ``CannotShare``, and ``ValueError`` where somebody
    keeps something and does not take part, and where more is kept than there is."""
    entered = sorted(practices)
    if set(kept) - {one.code for one in entered}:
        raise ValueError("who keeps something takes part")
    rest = terms.total - sum(kept.values())
    if rest < 0 or min(kept.values(), default=0) < 0:
        raise ValueError("more is kept than there is")
    free = [Sharer(*one) for one in entered if one.code not in kept]
    if not free:
        if rest:
            raise ValueError("nobody is there to take the rest")
        return dict(sorted(kept.items()))
    found = {**kept, **Sharing(free).share(rest, terms.least, terms.most)}
    return dict(sorted(found.items()))


def moves_of(agreed: Mapping[str, int], wanted: Mapping[str, int]) -> ShareMoves:
    """How far ``wanted`` lies from ``agreed``; who is not named in one of them has nothing there."""
    codes = sorted(set(agreed) | set(wanted))
    apart = {code: wanted.get(code, 0) - agreed.get(code, 0) for code in codes}
    changes = {code: units for code, units in apart.items() if units}
    up = sum(units for units in changes.values() if units > 0)
    return ShareMoves(changes, max(up, -sum(units for units in changes.values() if units < 0)))
