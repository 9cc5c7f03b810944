"""Worked examples from this roll, each judged as a real vote would be."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from federation.decisions.rules.counting.ballots import VoteOption
from federation.decisions.rules.counting.checks import CheckCase
from federation.decisions.rules.counting.method import STANCES, choice_for, method_of, stances_of
from federation.decisions.rules.counting.nouns import PRACTICES, VoterNoun
from federation.decisions.rules.counting.parts import RuleParts
from federation.decisions.rules.counting.progress import voted_needed
from federation.decisions.rules.counting.roll import RollVoter, summarize
from federation.decisions.rules.counting.scenes import ScenePart, VoteScene, extremes
from federation.decisions.rules.wording.because import because
from federation.decisions.rules.wording.headlines import VerdictWord
from federation.decisions.rules.wording.ranking import by_votes
from federation.decisions.rules.wording.scenes import last_resorts
from federation.decisions.rules.wording.verdict import judge

MOST = 4


@dataclass(frozen=True)
class VerdictExample:
    """If this happens, this is the verdict, because of this. ``parts`` says the same as ``if_words``, for
    programs.
    """

    if_words: str
    verdict: VerdictWord
    because: str
    parts: tuple[ScenePart, ...] = ()


def worked_examples(
    rule: RuleParts,
    roll: Sequence[RollVoter],
    options: Sequence[VoteOption] = (),
    voters: VoterNoun = PRACTICES,
) -> tuple[VerdictExample, ...]:
    """Up to 4 examples, those that fail first; one that carries and one that fails wherever the roll can
    produce both.

    Each holds whomever it leaves unnamed. None where nobody may vote; one line for advice.
    """
    case = CheckCase(rule, summarize(roll, voters), tuple(options))
    may_vote = [entry for entry in roll if not entry.recused]
    if not may_vote:
        return ()
    method = method_of(rule)
    if not method.binds:
        because_of = voters.worded(method.explained(rule)[0]).removesuffix(".")
        return (VerdictExample(f"Whatever {voters.many} say", "advised", because_of),)
    found = _distinct(case, roll, _scenes(case, may_vote))
    kinds = {example.verdict == "carried" for example in found}
    if len(kinds) < 2:
        last = _distinct(case, roll, last_resorts(case))
        found += [example for example in last if (example.verdict == "carried") not in kinds]
    return _chosen(found)


def _distinct(
    case: CheckCase, roll: Sequence[RollVoter], scenes: Iterator[VoteScene]
) -> list[VerdictExample]:
    """The examples that hold, each once, until there are enough of both kinds."""
    found: dict[str, VerdictExample] = {}
    for scene in scenes:
        if scene.if_words not in found:
            example = _settled(case, roll, scene)
            found |= {scene.if_words: example} if example else {}
        if len(found) >= MOST and len({example.verdict == "carried" for example in found.values()}) == 2:
            break
    return list(found.values())


def _settled(case: CheckCase, roll: Sequence[RollVoter], scene: VoteScene) -> VerdictExample | None:
    """The example of a scene; None if who fills the open places changes the verdict or its reason."""
    ends: set[tuple[VerdictWord, str]] = set()
    for ballots in extremes(case, roll, scene):
        verdict = judge(case.rule, roll, ballots, case.options, voters=case.voters)
        ends.add((verdict.verdict, because(case, scene, verdict)))
        if len(ends) > 1:
            return None
    return VerdictExample(scene.if_words, *ends.pop(), scene.parts)


def _chosen(found: Sequence[VerdictExample]) -> tuple[VerdictExample, ...]:
    """Those that fail first, then up to 2 that carry, with room for one."""
    carried = [example for example in found if example.verdict == "carried"]
    failed = [example for example in found if example.verdict != "carried"]
    failing = failed[: MOST - min(1, len(carried))]
    return (*failing, *carried[: min(2, MOST - len(failing))])


def _scenes(case: CheckCase, may_vote: Sequence[RollVoter]) -> Iterator[VoteScene]:
    yield from _too_few(case, may_vote)
    yield from method_of(case.rule).scenes(case, may_vote)


def _too_few(case: CheckCase, may_vote: Sequence[RollVoter]) -> Iterator[VoteScene]:
    """One voter fewer than must vote; or the smallest, with fewer votes than must be cast."""
    ids = [option.id for option in case.options]
    stance = stances_of(case.rule, ids)[0]
    choice = choice_for(case.rule, stance, ids)
    needed = voted_needed(case.rule, case.summary)
    if needed is not None:
        parts = (ScenePart(stance, others=needed - 1, choice=choice),) if needed > 1 else ()
        yield VoteScene(_only(case, needed - 1, stance, case.voters.counted(needed - 1)), parts)
    elif case.rule.quorum_weight is not None:
        ranking = by_votes(may_vote, largest=False, voters=case.voters)
        number = ranking.below(case.rule.quorum_weight.least(case.summary.weight))
        if number < len(may_vote) and (number == 0 or ranking.clear_cut(number)):
            who = ranking.first(number) if number else ""
            parts = (ScenePart(stance, ranking.codes[:number], choice=choice),) if number else ()
            yield VoteScene(_only(case, number, stance, who), parts)


def _only(case: CheckCase, number: int, stance: str, who: str) -> str:
    """``8 practices vote, all for``: what happens if only so many vote, and all alike."""
    if number < 2:
        return f"Only {who[0].lower()}{who[1:]} votes" if number else f"No {case.voters.one} votes"
    titles = [f"for “{option.title}”" for option in case.options if option.id == stance]
    said = titles[0] if titles else STANCES[stance].doing
    return f"{who} vote, {'both' if number == 2 else 'all'} {said}"
