"""Facts about decisions, announced when they happen: for features that listen, without choices or reasons."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class DecisionOpened:
    """Voting opened."""

    federation_id: int
    decision_id: int


@dataclass(frozen=True, slots=True)
class DecisionNotOpened:
    """The time that was set for opening came, and voting could not open; ``words`` say why."""

    told_to_plugins: ClassVar[bool] = False

    federation_id: int
    decision_id: int
    at: str
    words: str


@dataclass(frozen=True, slots=True)
class DecisionClosed:
    """Voting closed with a verdict; ``subject`` says what the decision was about."""

    federation_id: int
    decision_id: int
    verdict: str
    subject: str


@dataclass(frozen=True, slots=True)
class DecisionWithdrawn:
    """A proposal was withdrawn while voting was open."""

    federation_id: int
    decision_id: int
