"""The brief of a course against the four principles of adult learning, and when it is judged.

Source of the principles: Knowles (1984), as quoted for the design of leadership programmes: adults need to know why they are
learning something, learn through doing, are problem-solvers, and learn best when the subject is of immediate use.
"""

from collections.abc import Mapping
from typing import Any, Final

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
