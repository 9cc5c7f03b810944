"""Advice only: votes are counted, and bind nobody."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from federation.decisions.rules.counting.ballots import VoteOption, VoteTally
from federation.decisions.rules.counting.checks import CheckCase, CheckKind
from federation.decisions.rules.counting.coherence import base_unused, patients_counted
from federation.decisions.rules.counting.method import VotingMethod, Wrong
from federation.decisions.rules.counting.parts import RuleParts
from federation.decisions.rules.counting.roll import RollSummary, RollVoter
from federation.decisions.rules.counting.scenes import VoteScene
from federation.decisions.rules.methods.in_short import by_option, by_stance
from federation.decisions.rules.methods.stances import ABSTAIN, AGAINST, FOR
from federation.decisions.rules.wording.phrases import sentences


def _stances(option_ids: Sequence[str]) -> tuple[str, ...]:
    return tuple(option_ids) or ("for", "against", "abstain")


def _checks(_rule: RuleParts) -> tuple[CheckKind, ...]:
    return ()


def _wrong(rule: RuleParts) -> Iterator[Wrong]:
    yield patients_counted(rule)
    yield rule.threshold is not None, "threshold", "Consent and advice need no share of the votes."
    yield rule.tie != "not_carried", "tie", "Consent and advice cannot be tied."
    yield base_unused(rule)
    quorum = "quorum_practices" if rule.quorum_practices else "quorum_weight"
    has_quorum = bool(rule.quorum_practices or rule.quorum_weight)
    yield has_quorum, quorum, "Advice is given by whoever votes: no number is needed."


def _hint(
    _rule: RuleParts, _summary: RollSummary, _roll: Iterable[RollVoter], _who_votes: Sequence[str]
) -> str:
    return sentences("Votes are counted, but bind nobody, and there is nothing to carry")


def _explained(_rule: RuleParts) -> Sequence[str]:
    return ("It binds nobody and has no result to carry.",)


def _scenes(_case: CheckCase, _may_vote: Sequence[RollVoter]) -> Iterator[VoteScene]:
    return iter(())


def _in_short(tally: VoteTally, options: Sequence[VoteOption]) -> str:
    stances = tuple(stance for stance, _ in tally.stances)
    return (by_stance if stances == _stances(()) else by_option)(tally, options)


METHOD: Final = VotingMethod(
    name="advisory",
    place=30,
    title="Advice only",
    means="Votes are counted and bind nobody",
    among="advice only",
    rules="Advice only",
    stances=_stances,
    known=(FOR, AGAINST, ABSTAIN),
    checks=_checks,
    wrong=_wrong,
    hint=_hint,
    explained=_explained,
    scenes=_scenes,
    in_short=_in_short,
    options="may",
    binds=False,
    reasons=("optional", "required"),
)
