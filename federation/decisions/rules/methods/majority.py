"""By majority: practices vote for or against, or abstain."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from federation.decisions.rules.counting.checks import CheckKind
from federation.decisions.rules.counting.coherence import base_unused
from federation.decisions.rules.counting.method import VotingMethod, Wrong
from federation.decisions.rules.counting.parts import RuleParts
from federation.decisions.rules.counting.roll import RollSummary, RollVoter
from federation.decisions.rules.methods.in_short import by_stance
from federation.decisions.rules.methods.majority_examples import majority_scenes
from federation.decisions.rules.methods.patients import PATIENTS
from federation.decisions.rules.methods.stances import ABSTAIN, AGAINST, FOR
from federation.decisions.rules.methods.votes import VOTES
from federation.decisions.rules.wording.explanations import abstaining_and_ties
from federation.decisions.rules.wording.phrases import (
    counting_of_votes,
    sentences,
    share_of_the_roll,
    share_of_the_votes,
)

_NOT_VOTING: Final = "Not voting has the same effect as voting against"


def _checks(rule: RuleParts) -> tuple[CheckKind, ...]:
    return (VOTES, PATIENTS) if rule.double_majority else (VOTES,)


def _wrong(rule: RuleParts) -> Iterator[Wrong]:
    yield rule.threshold is None, "threshold", "Say what share of the votes must be for."
    yield base_unused(rule)


def _hint(rule: RuleParts, summary: RollSummary, roll: Iterable[RollVoter], who_votes: Sequence[str]) -> str:
    """``At least 7 of 12 vote, and more are for than against.``"""
    votes = counting_of_votes(rule, roll)
    if rule.double_majority:
        shares = [_share(rule, "votes"), f"and they have {rule.needed.words} of the patients"]
        return sentences(*votes, "; ".join([*who_votes, *shares]))
    if rule.base == "roll":
        return sentences(*votes, share_of_the_roll(rule, summary), _NOT_VOTING, *who_votes)
    if votes:
        return sentences(*votes, _share(rule, "votes cast"), *who_votes)
    *first, last = [*who_votes, _share(rule, "votes cast")]
    return sentences(f"{', '.join(first)}, and {last}" if first else last)


def _share(rule: RuleParts, votes: str) -> str:
    need = rule.needed
    simple = need.more_than_half and rule.base == "cast_excluding_abstentions" and rule.weights.kind == "one"
    if simple and not rule.double_majority:
        return "more are for than against"
    return f"{share_of_the_votes(rule, votes)} are for"


def _stances(_option_ids: Sequence[str]) -> tuple[str, ...]:
    return ("for", "against", "abstain")


def _casting(_option_ids: Sequence[str]) -> tuple[str, ...]:
    return ("for", "against")


METHOD: Final = VotingMethod(
    name="majority",
    place=10,
    title="By majority",
    means="{Many} vote for or against, or abstain",
    among="votes for and against",
    rules="Rules that count votes for and against",
    stances=_stances,
    known=(FOR, AGAINST, ABSTAIN),
    checks=_checks,
    wrong=_wrong,
    hint=_hint,
    explained=abstaining_and_ties,
    scenes=majority_scenes,
    in_short=by_stance,
    casting=_casting,
    nothing_said="for or against",
)
