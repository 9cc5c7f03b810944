"""Ballots, what can be chosen among, and their count: who said what, in practices, votes and patients."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class CountedBallot:
    """The ballot of a practice as it counts. ``resolved``: an objection whose resolution the objecting practice accepted."""

    code: str
    stance: str
    reason: str = ""
    resolved: bool = False


@dataclass(frozen=True, slots=True)
class VoteOption:
    """One of several things to choose from."""

    id: str
    title: str


@dataclass(frozen=True)
class VoteCount:
    """A number of practices, with their votes (``weight``) and their patients."""

    practices: int = 0
    weight: int = 0
    patients: int = 0

    def __add__(self, other: "VoteCount") -> "VoteCount":
        return VoteCount(
            self.practices + other.practices, self.weight + other.weight, self.patients + other.patients
        )


@dataclass(frozen=True)
class VoteTally:
    """The count of a vote, without practices that stood aside.

    ``stances`` has every stance of the rule in its order, also those that nobody took. In a consent round a
    resolved objection counts as consent; ``resolved`` says how many practices that were.
    """

    stances: tuple[tuple[str, VoteCount], ...]
    voted: VoteCount
    not_voted: VoteCount
    resolved: int = 0

    def of(self, *stances: str) -> VoteCount:
        """The count of these stances together."""
        return sum((count for stance, count in self.stances if stance in stances), VoteCount())

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self) | {"stances": {stance: asdict(count) for stance, count in self.stances}}
