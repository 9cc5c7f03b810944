"""For scripts: ``federation calculate alignment < in.json``."""

from collections.abc import Mapping
from typing import Any

from federation.toolkit import Given

from .rules import (
    AlignedHomes,
    AlignmentQuestion,
    CannotAlign,
    HomeToAlign,
    PracticeToAlign,
    align,
)
from .solving import cheapest, shortage

_WEIGHT = 1_000_000


def alignment(given: Given) -> Mapping[str, Any]:
    """``{homes: [{code, beds, residents, x, y}], practices: [{code, cap, x, y}], weights: {moves, metres}, fixed, furthest}``:
    the practice of each home, so that all together costs least; ``x`` and ``y`` in metres."""
    given.knows("homes", "practices", "weights", "fixed", "furthest")
    question = _question(given)
    found = align(question, cheapest, shortage)
    return told(found)


def told(found: AlignedHomes | CannotAlign) -> dict[str, Any]:
    """An alignment as JSON."""
    match found:
        case CannotAlign():
            missing = {"unreachable": list(found.unreachable)} if found.unreachable else {}
            return {"infeasible": True, "short_by": found.short_by, **missing}
        case AlignedHomes():
            return {
                "cost": found.cost,
                "homes": found.homes,
                "moves": found.moves,
                "metres": found.metres,
                "binding": found.binding,
                "too_far": list(found.too_far),
                "held": list(found.held),
                "gap": found.gap,
            }


def _question(given: Given) -> AlignmentQuestion:
    homes = []
    for one in given.rows("homes"):
        one.knows("code", "beds", "residents", "x", "y")
        residents = _counts(one)
        homes.append(
            HomeToAlign(one.text("code"), one.whole("beds"), residents, one.number("x"), one.number("y"))
        )
    practices = []
    for one in given.rows("practices"):
        one.knows("code", "cap", "x", "y")
        practices.append(
            PracticeToAlign(one.text("code"), one.whole("cap"), one.number("x"), one.number("y"))
        )
    fixed = _fixed(given, {one.code for one in homes}, {one.code for one in practices})
    furthest = given.whole("furthest") if "furthest" in given else None
    weights = given.part("weights")
    weights.knows("moves", "metres")
    moves, metres = (_weight(weights, field) for field in ("moves", "metres"))
    return AlignmentQuestion(homes, practices, moves, metres, fixed, furthest)


def _weight(given: Given, field: str) -> int:
    value = given.whole(field)
    if value > _WEIGHT:
        given.refuse(field, f"must be at most {_WEIGHT:,}")
    return value


def _counts(home: Given) -> dict[str, int]:
    if "residents" not in home:
        return {}
    counts = home.part("residents")
    return {code: counts.whole(code) for code in counts.fields}


def _fixed(given: Given, homes: set[str], practices: set[str]) -> dict[str, str]:
    if "fixed" not in given:
        return {}
    part = given.part("fixed")
    part.knows(*sorted(homes))
    return {code: part.choice(code, sorted(practices)) for code in part.fields}
