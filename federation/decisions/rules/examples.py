"""Worked examples from this roll, each judged as a real vote would be."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .because import because
from .checks import Case
from .counting import Option
from .headlines import VerdictWord
from .majority_examples import majority_scenes
from .option_examples import approval_scenes, consent_scenes
from .progress import voted_needed
from .ranking import by_votes
from .roll import RollEntry, summarize
from .rule import Rule
from .scenes import Part, Scene, settled

MOST = 4


@dataclass(frozen=True)
class Example:
    """If this happens, this is the verdict, because of this. ``parts`` says the same as ``if_words``, for programs."""

    if_words: str
    verdict: VerdictWord
    because: str
    parts: tuple[Part, ...] = ()


def worked_examples(rule: Rule, roll: Sequence[RollEntry], options: Sequence[Option] = ()) -> tuple[Example, ...]:
    """Up to 4 examples, those that fail first; one that carries and one that fails wherever the roll can produce both.

    Each holds whichever practices it leaves unnamed. None where nobody may vote; one line for advice.
    """
    case = Case(rule, summarize(roll), tuple(options))
    voters = [entry for entry in roll if not entry.recused]
    if not voters:
        return ()
    if rule.method == "advisory":
        return (Example("Whatever practices say", "advised", "It binds nobody and has no result to carry"),)
    found = {example.if_words: example for example in reversed(list(_examples(case, roll, voters)))}
    return _chosen(list(found.values())[::-1])


def _examples(case: Case, roll: Sequence[RollEntry], voters: Sequence[RollEntry]) -> Iterator[Example]:
    for scene in _scenes(case, voters):
        verdict = settled(case, roll, scene)
        if verdict is not None:
            yield Example(scene.if_words, verdict.verdict, because(case, scene, verdict), scene.parts)


def _chosen(examples: Sequence[Example]) -> tuple[Example, ...]:
    """The first ones, but with room kept for the first that carries; those that fail come first."""
    carried = [example for example in examples if example.verdict == "carried"]
    failed = [example for example in examples if example.verdict != "carried"]
    failing = failed[: MOST - min(1, len(carried))]
    return (*failing, *carried[: min(2, MOST - len(failing))])


def _scenes(case: Case, voters: Sequence[RollEntry]) -> Iterator[Scene]:
    yield from _too_few(case, voters)
    match case.rule.method:
        case "consent":
            yield from consent_scenes(case)
        case "approval":
            yield from approval_scenes(case, voters)
        case _:
            yield from majority_scenes(case, voters)


def _too_few(case: Case, voters: Sequence[RollEntry]) -> Iterator[Scene]:
    """One practice fewer than must vote; or the smallest, with fewer votes than must be cast."""
    stance = case.rule.stances([option.id for option in case.options])[0]
    needed = voted_needed(case.rule, case.summary)
    if needed is not None:
        parts = (Part(stance, others=needed - 1),) if needed > 1 else ()
        yield Scene(_only(needed - 1, case, f"{needed - 1:,} practices vote"), parts)
    elif case.rule.quorum_weight is not None:
        ranking = by_votes(voters, largest=False)
        number = ranking.below(case.rule.quorum_weight.least(case.summary.weight))
        if number < len(voters) and ranking.clear_cut(number) if number else True:
            parts = (Part(stance, ranking.codes[:number]),) if number else ()
            yield Scene(_only(number, case, f"{ranking.first(number)} vote"), parts)
