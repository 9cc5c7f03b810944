"""Whether a vote that is open is settled: whether those who have not voted can still change what it comes to."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from federation.decisions.rules.counting.ballots import CountedBallot, VoteCount, VoteOption, VoteTally
from federation.decisions.rules.counting.checks import CheckCase
from federation.decisions.rules.counting.method import method_of
from federation.decisions.rules.counting.parts import RuleParts
from federation.decisions.rules.counting.roll import RollSummary, RollVoter, summarize
from federation.decisions.rules.counting.tally import tally
from federation.decisions.rules.wording.verdict import outcome_of


def settled(
    rule: RuleParts,
    roll: Sequence[RollVoter],
    ballots: Iterable[CountedBallot],
    options: Sequence[VoteOption] = (),
) -> bool:
    """Whether the verdict, and the options chosen, are the same whatever those who have not voted say, or if they say
    nothing, and whichever objections are resolved. Votes that were cast are taken as they are.

    Advice is settled once all have voted: each vote counts in it. Errors: RuleError as in ``judge``.
    """
    return settled_count(rule, summarize(roll), tally(rule, roll, ballots, options), options)


def settled_count(
    rule: RuleParts, summary: RollSummary, counted: VoteTally, options: Sequence[VoteOption] = ()
) -> bool:
    """The same, of a count: its cost does not grow with the roll.

    It is enough to ask what happens if the others all say the same, or nothing: with all of them for something its
    shares are largest, with all of them for anything else smallest, and with none voting so are the quorums.
    """
    if not method_of(rule).binds:
        return counted.not_voted.practices == 0
    case = CheckCase(rule, summary, tuple(options))
    return len({_came_to(case, ending) for ending in _endings(rule, counted)}) == 1


def _came_to(case: CheckCase, counted: VoteTally) -> tuple[str, frozenset[str]]:
    outcome = outcome_of(case, counted)
    won = outcome.ahead if outcome.word == "carried" else ()
    return outcome.word, frozenset(option.id for option in won)


def _endings(rule: RuleParts, counted: VoteTally) -> Iterator[VoteTally]:
    """The counts that a vote may end with, at its extremes: each with objections as they stand, and all resolved."""
    endings = method_of(rule).endings
    if endings:
        yield from endings(rule, counted)
        return
    everybody_says = [counted.if_the_others_said(stance) for stance, _ in counted.stances]
    for ending in (counted, *(everybody_says if counted.not_voted.practices else ())):
        yield ending
        if method_of(rule).resolved:
            yield _resolved(ending, method_of(rule).resolved)


def _resolved(counted: VoteTally, instead: Mapping[str, str]) -> VoteTally:
    stances = {stance: VoteCount() if stance in instead else count for stance, count in counted.stances}
    for stance, other in instead.items():
        stances[other] += counted.of(stance)
    objections = counted.of(*instead).practices
    return replace(counted, stances=tuple(stances.items()), resolved=counted.resolved + objections)
