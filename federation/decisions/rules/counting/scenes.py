"""Scenes for worked examples: who votes how, with some practices named and the others left open."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from federation.decisions.rules.counting.ballots import CountedBallot
from federation.decisions.rules.counting.checks import CheckCase
from federation.decisions.rules.counting.roll import RollVoter


@dataclass(frozen=True)
class ScenePart:
    """Practices that do the same: those ``named`` by code and ``others``, any that are left. Who is in no
    part does not vote. ``choice`` is what their ballots say beside the stance.
    """

    stance: str
    named: tuple[str, ...] = ()
    others: int = 0
    resolved: bool = False
    choice: str = ""


@dataclass(frozen=True)
class VoteScene:
    """Something that could happen, in words and in parts."""

    if_words: str
    parts: tuple[ScenePart, ...]

    @property
    def open_others(self) -> int:
        """How many practices that do what named ones do are left open."""
        return sum(part.others for part in self.parts if part.named)


def ballots_of(parts: Sequence[ScenePart], left: Sequence[str]) -> list[CountedBallot]:
    """The ballots of a scene if the open places go to the practices ``left``: the first part's from the
    front, the rest from the back.
    """
    ballots = [
        CountedBallot(code, part.stance, resolved=part.resolved, choice=part.choice)
        for part in parts
        for code in part.named
    ]
    end = len(left)
    for place, part in enumerate(parts):
        first, last = (0, part.others) if place == 0 else (end - part.others, end)
        end = end if place == 0 else first
        ballots += [
            CountedBallot(code, part.stance, resolved=part.resolved, choice=part.choice)
            for code in left[first:last]
        ]
    return ballots


def extremes(case: CheckCase, roll: Sequence[RollVoter], scene: VoteScene) -> Iterator[list[CountedBallot]]:
    """The ballots of a scene with its open places filled from either end of the votes and of the patients.

    A share of the votes or of the patients is lowest when the smallest are for and the largest are not, and
    highest the other way round. So if all these come out alike, any other filling does, as long as all vote
    or all who vote are for.
    """
    named = {code for part in scene.parts for code in part.named}
    left = [entry for entry in roll if not entry.recused and entry.code not in named]
    by_votes = sorted(left, key=lambda entry: (entry.weight, entry.patients))
    orders = [by_votes]
    if any(part.others for part in scene.parts) and (
        case.rule.double_majority or case.rule.weights.kind != "one"
    ):
        by_patients = sorted(left, key=lambda entry: (entry.patients, entry.weight))
        orders = [by_votes, by_votes[::-1], by_patients, by_patients[::-1]]
    for order in orders:
        yield ballots_of(scene.parts, [entry.code for entry in order])
