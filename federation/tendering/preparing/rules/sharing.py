"""How what a tender brings is shared among the practices: by five bases, from a minimum to a maximum, to the last unit."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from federation.kernel.measures import CannotShare, Sharer, Sharing

SHARING_BASES: Final = ("equal", "patients", "need", "capacity", "rotation")
WEIGHTED: Final = ("need", "capacity")
"""The bases for which somebody has to say a weight for each practice."""


class SharingPractice(NamedTuple):
    """A practice that takes part: its code and its registered patients (0: not known)."""

    code: str
    patients: int


@dataclass(frozen=True, slots=True)
class SharingWay:
    """What the members vote: ``total`` of a ``unit`` by a basis, at least ``least`` and at most ``most`` (None: no limit)
    for each practice. ``weights`` by code: of need or capacity, or the places in the queue of a rotation (1 is next)."""

    basis: str
    total: int
    unit: str
    least: int = 0
    most: int | None = None
    weights: Mapping[str, int] = field(default_factory=dict)


def sharing_json(way: SharingWay) -> dict[str, Any]:
    """It as the terms of a vote keep it."""
    return {
        "basis": way.basis,
        "total": way.total,
        "unit": way.unit,
        "least": way.least,
        "most": way.most,
        "weights": dict(sorted(way.weights.items())),
    }


def sharing_fingerprint(way: SharingWay) -> str:
    """The SHA-256 of it as canonical JSON, in hexadecimal."""
    text = json.dumps(sharing_json(way), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def share_out(way: SharingWay, practices: Sequence[SharingPractice]) -> dict[str, int]:
    """What each practice gets, by code in the order of entry; the sum is the total.

    Whoever stands at a bound is fixed there and the rest is shared pro rata by largest remainder; of equal remainders the
    larger list is first, then the code. Raises :class:`CannotShare` where the limits leave no way, and ``ValueError`` where
    no practice has a weight.
    """
    if way.basis == "rotation":
        return _in_turn(way, practices)
    if way.basis == "patients":
        weights = {one.code: one.patients for one in practices}
    elif way.basis == "equal":
        weights = dict.fromkeys((one.code for one in practices), 1)
    else:
        weights = {one.code: way.weights.get(one.code, 0) for one in practices}
    sharers = [Sharer(one.code, one.patients, weights[one.code]) for one in practices]
    return Sharing(sharers).share(way.total, way.least, way.most)


def queue_of(practices: Sequence[SharingPractice], before: SharingWay | None) -> dict[str, int]:
    """The places in the queue of the next rotation, by code, from 1 on: after ``before``, the last rotation that holds, those
    who had a turn in it stand at the end, in the order in which they had it. New practices come before them; of those, and
    where there was no rotation yet, the smaller list is first, then the code."""
    fresh = sorted(practices, key=lambda one: (one.patients, one.code))
    if before is None:
        return {one.code: place for place, one in enumerate(fresh, 1)}
    known = sorted(before.weights, key=lambda code: (before.weights[code], code))
    got = _in_turn(before, [SharingPractice(code, 0) for code in known])
    waited = [code for code in known if got[code] == before.least]
    served = [code for code in known if got[code] > before.least]
    here = {one.code for one in practices}
    new = [one.code for one in fresh if one.code not in before.weights]
    return {
        code: place
        for place, code in enumerate((code for code in (*waited, *new, *served) if code in here), 1)
    }


def _in_turn(way: SharingWay, practices: Sequence[SharingPractice]) -> dict[str, int]:
    """Everybody gets the least; then who is next in the queue gets up to the most, and so on until nothing is left."""
    rest = way.total - way.least * len(practices)
    if rest < 0:
        raise CannotShare(-rest, True)
    amounts = dict.fromkeys((one.code for one in practices), way.least)
    for code in sorted(amounts, key=lambda one: (way.weights.get(one, len(amounts) + 1), one)):
        more = rest if way.most is None else min(rest, way.most - way.least)
        amounts[code] += more
        rest -= more
    if rest:
        raise CannotShare(rest, False)
    return amounts
