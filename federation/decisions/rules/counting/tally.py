"""The count: who said what, in practices, votes and patients."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from federation.decisions.rules.counting.errors import RuleError
from federation.decisions.rules.counting.roll import RollEntry
from federation.decisions.rules.counting.rule import Rule


@dataclass(frozen=True, slots=True)
class Ballot:
    """What a practice said. ``resolved``: an objection whose resolution the objecting practice accepted."""

    code: str
    stance: str
    reason: str = ""
    resolved: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """One of several things to choose from."""

    id: str
    title: str


@dataclass(frozen=True)
class Count:
    """A number of practices, with their votes (``weight``) and their patients."""

    practices: int = 0
    weight: int = 0
    patients: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(
            self.practices + other.practices, self.weight + other.weight, self.patients + other.patients
        )


@dataclass(frozen=True)
class Tally:
    """The count of a vote, without practices that stood aside.

    ``stances`` has every stance of the rule in its order, also those that nobody took. In a consent round a
    resolved objection counts as consent; ``resolved`` says how many practices that were.
    """

    stances: tuple[tuple[str, Count], ...]
    voted: Count
    not_voted: Count
    resolved: int = 0

    def of(self, *stances: str) -> Count:
        """The count of these stances together."""
        return sum((count for stance, count in self.stances if stance in stances), Count())

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self) | {"stances": {stance: asdict(count) for stance, count in self.stances}}


def tally(
    rule: Rule, roll: Iterable[RollEntry], ballots: Iterable[Ballot], options: Sequence[Option] = ()
) -> Tally:
    """Count the ballots. Those of practices that stood aside are left out; the order of ballots does not
    matter.

    Errors: RuleError if a practice voted twice or is not on the roll, or if a stance is not one of the
    rule's.
    """
    said = _stances_by_code(ballots)
    stances = rule.stances([option.id for option in options])
    counts = {stance: [0, 0, 0] for stance in stances}
    absent = [0, 0, 0]
    resolved = 0
    for entry in roll:
        ballot = said.pop(entry.code, None)
        if entry.recused:
            continue
        if ballot is None:
            count = absent
        elif ballot.stance == "object" and ballot.resolved and rule.method == "consent":
            count = counts["consent"]
            resolved += 1
        elif ballot.stance in counts:
            count = counts[ballot.stance]
        else:
            raise RuleError(
                "ballots", f"{entry.name} voted “{ballot.stance}”, which is not one of: {', '.join(stances)}."
            )
        count[0] += 1
        count[1] += entry.weight
        count[2] += entry.patients
    if said:
        raise RuleError(
            "ballots", f"Practice {min(said)} voted, but is not among the practices that may vote."
        )
    counted = tuple((stance, Count(*counts[stance])) for stance in stances)
    return Tally(counted, sum((count for _, count in counted), Count()), Count(*absent), resolved)


def _stances_by_code(ballots: Iterable[Ballot]) -> dict[str, Ballot]:
    said: dict[str, Ballot] = {}
    for ballot in ballots:
        if ballot.code in said:
            raise RuleError("ballots", f"Practice {ballot.code} voted twice.")
        said[ballot.code] = ballot
    return said
