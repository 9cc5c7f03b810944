"""Facts about decisions, announced when they happen: for features that listen, without choices or reasons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class DecisionOpened:
    """Voting opened on a version of the text, with its terms."""

    federation_id: int
    decision_id: int
    subject: str
    version: int
    terms: Mapping[str, Any]


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
    """Voting closed with a verdict on a version of the text, with its terms; ``subject`` says what the decision was
    about, ``chosen`` which options won, by their letters, where members chose among some, ``followed_by`` the vote on the
    same text that an objection led to."""

    federation_id: int
    decision_id: int
    subject: str
    version: int
    terms: Mapping[str, Any]
    verdict: str
    chosen: Sequence[str] = ()
    followed_by: int | None = None


@dataclass(frozen=True, slots=True)
class DecisionWithdrawn:
    """A proposal that members had seen was withdrawn, before voting (``state``: discussion, scheduled) or while it was open."""

    federation_id: int
    decision_id: int
    subject: str
    version: int
    terms: Mapping[str, Any]
    state: str


@dataclass(frozen=True, slots=True)
class DraftDeleted:
    """A draft was deleted by its author: nobody else has seen it, and its number is never used again."""

    federation_id: int
    decision_id: int
    subject: str
    version: int
    terms: Mapping[str, Any]
