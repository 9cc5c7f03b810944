"""How many votes a practice has."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, get_args

from federation.decisions.rules.counting.errors import RuleError

WeightKind = Literal["one", "patients", "banded", "shares"]
Rounding = Literal["started", "completed"]
MOST = 1_000_000


@dataclass(frozen=True)
class VoteWeights:
    """Votes by practice: one each, by patients, by bands of patients, or by shares given by hand.

    ``per`` is the number of patients that make a vote (kind 'patients'); ``rounding`` says whether a
    started or only a completed ``per`` counts. ``bands`` are (from this many patients, votes), lowest first
    and from 0 (kind 'banded'). ``shares`` are (practice code, votes) in order of code (kind 'shares'); a
    practice without an entry has no vote. ``cap``: no practice has more than this many votes.
    ``cap_share``: no practice has more than this fraction of all votes as they were before any limit:
    floor(fraction x their total), but at least 1 vote. Both go with any kind. Errors: RuleError, see
    ``checked``.
    """

    kind: WeightKind = "one"
    per: int | None = None
    rounding: Rounding = "started"
    bands: tuple[tuple[int, int], ...] = ()
    cap: int | None = None
    cap_share: Fraction | None = None
    shares: tuple[tuple[str, int], ...] = ()

    def __post_init__(self) -> None:
        _check(self)


def _check(weights: VoteWeights) -> None:
    if weights.kind not in get_args(WeightKind):
        raise RuleError("kind", "Choose one vote each, votes by patients, by bands or by shares.")
    if weights.rounding not in get_args(Rounding):
        raise RuleError("rounding", "Choose started or completed.")
    if (weights.per is not None) != (weights.kind == "patients"):
        raise RuleError("per", "Say how many patients make a vote if votes go by patients, and only then.")
    if weights.per is not None:
        _within("per", weights.per, 1, "The number of patients that make a vote")
    _check_bands(weights)
    _check_shares(weights)
    if weights.cap is not None:
        _within("cap", weights.cap, 1, "The most votes of a practice")
    if weights.cap_share is not None:
        _check_cap_share(weights.cap_share)


def _check_bands(weights: VoteWeights) -> None:
    if bool(weights.bands) != (weights.kind == "banded"):
        raise RuleError("bands", "List the bands if votes go by bands, and only then.")
    for from_patients, votes in weights.bands:
        _within("bands", from_patients, 0, "Where a band begins", 100 * MOST)
        _within("bands", votes, 0, "The votes of a band")
    starts = [from_patients for from_patients, _ in weights.bands]
    if starts and starts[0] != 0:
        raise RuleError(
            "bands", "The first band must begin at 0 patients, so that every practice is in a band."
        )
    if starts != sorted(set(starts)):
        raise RuleError("bands", "Each band must begin at more patients than the one before.")
    if weights.bands and not any(votes for _, votes in weights.bands):
        raise RuleError("bands", "At least one band must have a vote.")


def _check_shares(weights: VoteWeights) -> None:
    if bool(weights.shares) != (weights.kind == "shares"):
        raise RuleError("shares", "List the shares if votes go by shares, and only then.")
    for code, votes in weights.shares:
        if not isinstance(code, str) or not code:
            raise RuleError("shares", "Each share needs the code of its practice.")
        _within("shares", votes, 0, f"The votes of {code}")
    codes = [code for code, _ in weights.shares]
    if codes != sorted(set(codes)):
        raise RuleError("shares", "List each practice once, in order of its code.")
    if weights.shares and not any(votes for _, votes in weights.shares):
        raise RuleError("shares", "At least one practice must have a vote.")


def _check_cap_share(share: Fraction) -> None:
    if not isinstance(share, Fraction) or not 0 < share < 1:
        raise RuleError("cap_share", "Choose a fraction above 0 and below 1, for example 1/4.")
    if share.denominator > 1000:
        raise RuleError("cap_share", "Choose a simpler fraction: the lower number can be up to 1,000.")


def _within(field: str, number: object, least: int, what: str, most: int = MOST) -> None:
    if not isinstance(number, int) or isinstance(number, bool) or not least <= number <= most:
        raise RuleError(field, f"{what} must be a whole number from {least:,} to {most:,}.")


ONE_EACH = VoteWeights()
