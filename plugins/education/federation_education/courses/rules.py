"""Whose turn it is for a place: first each practice's own share, then the fewest places for its patients."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple


class PlaceHolder(NamedTuple):
    """A practice: its code, patients (0: not known), the places that are its own, those booked, and how many wait."""

    code: str
    patients: int
    share: int
    booked: int
    waiting: int


def in_turn(holders: Iterable[PlaceHolder], places: int) -> list[str]:
    """Who gets so many places, one after the other: whoever waits and has the fewest places for its patients; of equal ones
    the larger list, then the code. Who tells no number of patients comes last."""
    booked = {one.code: one.booked for one in holders}
    found, left = {one.code: one for one in holders}, {one.code: one.waiting for one in holders}
    order: list[str] = []
    while len(order) < places and (waiting := [found[code] for code, count in left.items() if count]):
        first = min(waiting, key=lambda one: (*_per_patient(one, booked[one.code]), -one.patients, one.code))
        order.append(first.code)
        booked[first.code] += 1
        left[first.code] -= 1
    return order


def allotted(holders: Sequence[PlaceHolder], places: int, kept: bool) -> list[str]:
    """Who of those waiting gets a place now, one after the other. ``kept``: the places that are a practice's own and not
    booked yet are still kept for it."""
    order: list[str] = []
    free = places - sum(one.booked for one in holders)
    after = []
    for one in sorted(holders, key=lambda one: one.code):
        own = max(0, min(one.waiting, one.share - one.booked, free))
        order += [one.code] * own
        free -= own
        after.append(one._replace(booked=one.booked + own, waiting=one.waiting - own))
    if kept:
        free -= sum(max(0, one.share - one.booked) for one in after)
    return order + in_turn(after, max(0, free))


def _per_patient(one: PlaceHolder, booked: int) -> tuple[bool, Fraction]:
    return not one.patients, Fraction(booked, one.patients or 1)


def spent_when_stopped(pence: int, sessions: Sequence[tuple[int, bool]]) -> int:
    """What of its cost a course has used once it is stopped: the part of its minutes whose sessions have begun, a part of a penny
    rounded up. ``sessions`` has the minutes of each, and whether it has begun."""
    minutes = sum(one for one, _begun in sessions)
    used = sum(one for one, begun in sessions if begun)
    return -(-pence * used // minutes) if minutes else 0
