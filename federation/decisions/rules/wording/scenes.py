"""Scenes for worked examples: who votes how, with some voters named and the others left open."""

from collections.abc import Iterator, Sequence

from federation.decisions.rules.counting.checks import CheckCase
from federation.decisions.rules.counting.method import STANCES, choice_for, stances_of
from federation.decisions.rules.counting.roll import RollSummary
from federation.decisions.rules.counting.scenes import ScenePart, VoteScene


def last_resorts(case: CheckCase) -> Iterator[VoteScene]:
    """All say the same, whatever there is to say: for rolls on which nothing more telling holds."""
    practices = case.summary.practices
    everyone, one = case.voters.out_of(practices, practices), practices == 1
    ids = [option.id for option in case.options]
    for stance in stances_of(case.rule, ids):
        titles = [option.title for option in case.options if option.id == stance]
        vote = f"{'votes' if one else 'vote'} for “{titles[0]}”" if titles else _known(stance, one)
        yield VoteScene(
            f"{everyone} {vote}",
            (ScenePart(stance, others=practices, choice=choice_for(case.rule, stance, ids)),),
        )


def _known(stance: str, one: bool) -> str:
    return STANCES[stance].does if one else STANCES[stance].do


def phrase(summary: RollSummary, numbers: Sequence[tuple[int, str]]) -> str:
    """``7 practices vote for, 2 against, 3 abstain``, and of the rest that they do not vote. Nobody is left
    out.

    ``numbers`` are (how many, what they vote); 'abstain' is a verb of its own.
    """
    parts: list[str] = []
    for number, said in numbers:
        if number:
            subject = f"{number:,}" if parts else _subject(number, summary)
            verb = f" {_verb(number, said)}" if not parts or said == "abstain" else ""
            parts.append(f"{subject}{verb}{'' if said == 'abstain' else ' ' + said}")
    rest = summary.practices - sum(number for number, _ in numbers)
    if rest and parts:
        parts.append(f"{the_other(rest)} {'does' if rest == 1 else 'do'} not vote")
    return ", ".join(parts) or f"No {summary.voters.one} votes"


def the_other(number: int) -> str:
    """``the other 7``, or ``the other`` for one."""
    return "the other" if number == 1 else f"the other {number:,}"


def _subject(number: int, summary: RollSummary) -> str:
    if number == summary.practices:
        return summary.voters.out_of(number, number)
    return summary.voters.counted(number)


def _verb(number: int, said: str) -> str:
    verb = "abstain" if said == "abstain" else "vote"
    return f"{verb}s" if number == 1 else verb
