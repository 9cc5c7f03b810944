"""How votes are given, in words."""

from federation.decisions.rules.counting.numbers import fraction_in_words
from federation.decisions.rules.counting.roll import RollSummary
from federation.decisions.rules.counting.weights import VoteWeights


def words_of(weights: VoteWeights, summary: RollSummary) -> str:
    """How votes are given, in a sentence or more. Where they are not one each, practices vote."""
    if weights.kind == "one":
        return f"{'The only' if summary.practices == 1 else 'Each'} {summary.voters.one} has one vote."
    total = f"{summary.weight:,} in all"
    sentence = {
        "patients": f"Each practice has one vote for {per(weights)}, {total}.",
        "banded": f"Each practice has votes by its number of patients, in bands: {total}.",
        "shares": f"Each practice has the votes of its shares, {total}.",
    }[weights.kind]
    return " ".join([sentence, *_limits(weights)])


def per(weights: VoteWeights) -> str:
    """What makes a vote where votes go by patients: ``every started 1,000 patients``, ``each patient``."""
    return "each patient" if weights.per == 1 else f"every {weights.rounding} {weights.per or 0:,} patients"


def _limits(weights: VoteWeights) -> list[str]:
    limits = []
    if weights.cap is not None:
        limits.append(f"No practice has more than {weights.cap:,}.")
    if weights.cap_share is not None:
        share = fraction_in_words(weights.cap_share)
        limits.append(f"No practice has more than {share} of what all would have without a limit.")
    return limits
