"""The brief of a course against the four principles of adult learning, and quotes side by side.

Source of the principles: Knowles (1984), as quoted for the design of leadership programmes: adults need to know why they are
learning something, learn through doing, are problem-solvers, and learn best when the subject is of immediate use.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

PRINCIPLES: Final = {
    "why": (
        "It says why",
        "Why should people learn this?",
        "Adults need to know why they are learning something.",
    ),
    "doing": ("People learn by doing", "What will they do themselves?", "Adults learn through doing."),
    "solving": (
        "It starts from their problems",
        "Which problem of theirs do they solve?",
        "Adults are problem-solvers.",
    ),
    "use": (
        "They can use it at once",
        "When and where do they use it?",
        "Adults learn best when the subject is of immediate use.",
    ),
}
"""By a key: what is said where it is met, the question of the brief, and the principle."""


def principles_met(brief: Mapping[str, Any]) -> dict[str, bool]:
    """Whether each principle is met, by its key: whether the brief says how."""
    return {key: bool(str(brief.get(key, "")).strip()) for key in PRINCIPLES}


def may_be_judged(brief: Mapping[str, Any]) -> bool:
    """Whether it meets all four principles, or says why not."""
    return all(principles_met(brief).values()) or bool(str(brief.get("because", "")).strip())


class QuoteGiven(NamedTuple):
    """What a provider asks in all, in pence; ``id`` names it, the first given has the lowest."""

    id: int
    pence: int


class QuoteCompared(NamedTuple):
    """A quote beside the others: what a place costs, rounded to a penny, how much more than the lowest it is, and whether it is
    above what is bought without a tender."""

    id: int
    pence: int
    a_place: int
    above_lowest: int
    needs_tender: bool


def compared(quotes: Iterable[QuoteGiven], places: int, limit: int) -> list[QuoteCompared]:
    """Quotes side by side, the lowest first, of equal ones the first given. ``limit`` pence are bought without a tender."""
    found = sorted(quotes, key=lambda one: (one.pence, one.id))
    return [
        QuoteCompared(
            one.id,
            one.pence,
            (2 * one.pence + places) // (2 * places),
            one.pence - found[0].pence,
            one.pence > limit,
        )
        for one in found
    ]
