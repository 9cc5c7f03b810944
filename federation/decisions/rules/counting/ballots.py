"""Ballots, what can be chosen among, and their count: who said what, in practices, votes and patients."""

from dataclasses import asdict, dataclass, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class CountedBallot:
    """The ballot of a practice as it counts. ``resolved``: an objection whose resolution the objecting practice accepted.
    ``choice`` is what it says beside its stance (see ``VoteChoice``); empty where the stance says all.
    """

    code: str
    stance: str
    reason: str = ""
    resolved: bool = False
    choice: str = ""


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
    resolved objection counts as consent; ``resolved`` says how many practices that were. ``points`` has what each option
    was given, each voter's as often as it has votes; nothing where no points are given.
    """

    stances: tuple[tuple[str, VoteCount], ...]
    voted: VoteCount
    not_voted: VoteCount
    resolved: int = 0
    points: tuple[tuple[str, int], ...] = ()

    def of(self, *stances: str) -> VoteCount:
        """The count of these stances together."""
        return sum((count for stance, count in self.stances if stance in stances), VoteCount())

    def to_dict(self) -> dict[str, Any]:
        """As JSON; ``points`` only where points are given."""
        found = asdict(self) | {"stances": {stance: asdict(count) for stance, count in self.stances}}
        points = found.pop("points")
        return found | ({"points": dict(points)} if points else {})

    def if_the_others_said(self, said: str) -> "VoteTally":
        """The count if all who have not voted took this stance."""
        stances = tuple(
            (stance, count + self.not_voted if stance == said else count) for stance, count in self.stances
        )
        return replace(self, stances=stances, voted=self.voted + self.not_voted, not_voted=VoteCount())
