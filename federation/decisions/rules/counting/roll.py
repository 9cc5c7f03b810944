"""The roll: those who may vote, practices with the votes and patients they had when voting opened."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from itertools import pairwise

from federation.decisions.rules.counting.errors import RuleError
from federation.decisions.rules.counting.nouns import PRACTICES, VoterNoun
from federation.decisions.rules.counting.parts import RuleParts
from federation.decisions.rules.counting.weights import VoteWeights


@dataclass(frozen=True, slots=True)
class RollVoter:
    """One voter on the roll. ``recused``: it stood aside, and is out of every number."""

    code: str
    name: str
    patients: int
    weight: int
    recused: bool = False


@dataclass(frozen=True)
class RollSummary:
    """The roll in numbers: ``practices``, or people, that may vote, their votes and their patients; ``recused`` are in
    none of these. ``voters`` is what they are called, which is kept nowhere.
    """

    practices: int
    weight: int
    patients: int
    recused: int
    voters: VoterNoun = PRACTICES

    def to_dict(self) -> dict[str, int]:
        """As JSON: the numbers alone."""
        return {field: number for field, number in asdict(self).items() if field != "voters"}

    @classmethod
    def from_dict(cls, kept: Mapping[str, int], voters: VoterNoun = PRACTICES) -> "RollSummary":
        """The numbers that ``to_dict`` gave."""
        return cls(kept["practices"], kept["weight"], kept["patients"], kept["recused"], voters)


def summarize(roll: Iterable[RollVoter], voters: VoterNoun = PRACTICES) -> RollSummary:
    """Count the roll."""
    practices = weight = patients = recused = 0
    for entry in roll:
        if entry.recused:
            recused += 1
        else:
            practices += 1
            weight += entry.weight
            patients += entry.patients
    return RollSummary(practices, weight, patients, recused, voters)


def weigh(
    rule: RuleParts, practices: Iterable[tuple[str, str, int | None]], voters: VoterNoun = PRACTICES
) -> tuple[RollVoter, ...]:
    """Fix the roll, in order of code, from (code, name, patients). A list size that is not known counts as
    0 patients.

    Errors: RuleError if a voter comes twice or has fewer than 0 patients.
    """
    known = sorted((code, name, patients or 0) for code, name, patients in practices)
    for (code, _, _), (following, _, _) in pairwise(known):
        if code == following:
            raise RuleError("practices", f"{voters.one.capitalize()} {code} is on the list twice.")
    for code, _, patients in known:
        if patients < 0:
            raise RuleError("practices", f"Practice {code} has fewer than 0 patients.")
    votes = _limited(rule.weights, _uncapped(rule.weights, known))
    return tuple(
        RollVoter(code, name, patients, weight)
        for (code, name, patients), weight in zip(known, votes, strict=True)
    )


def _uncapped(weights: VoteWeights, practices: list[tuple[str, str, int]]) -> list[int]:
    match weights.kind:
        case "one":
            return [1] * len(practices)
        case "patients":
            return [_by_patients(weights, patients) for _, _, patients in practices]
        case "banded":
            return [_by_band(weights, patients) for _, _, patients in practices]
        case "shares":
            shares = dict(weights.shares)
            return [shares.get(code, 0) for code, _, _ in practices]


def _by_patients(weights: VoteWeights, patients: int) -> int:
    per = weights.per or 1
    return patients // per if weights.rounding == "completed" else -(-patients // per)


def _by_band(weights: VoteWeights, patients: int) -> int:
    return max((from_patients, votes) for from_patients, votes in weights.bands if from_patients <= patients)[
        1
    ]


def _limited(weights: VoteWeights, votes: list[int]) -> list[int]:
    limits = [] if weights.cap is None else [weights.cap]
    if weights.cap_share is not None:
        limits.append(max(1, weights.cap_share.numerator * sum(votes) // weights.cap_share.denominator))
    return [min([number, *limits]) for number in votes]
