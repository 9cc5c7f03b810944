"""One option among several: the one with the most votes wins, if it has enough."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from federation.decisions.rules.counting.ballots import VoteOption, VoteTally
from federation.decisions.rules.counting.checks import CheckCase, CheckKind, CheckShortfall, TestResult
from federation.decisions.rules.counting.coherence import base_unused, patients_counted
from federation.decisions.rules.counting.method import VotingMethod, Wrong
from federation.decisions.rules.counting.need import MORE_THAN_HALF
from federation.decisions.rules.counting.numbers import counted, out_of_all, percentage, quoted
from federation.decisions.rules.counting.parts import RuleParts
from federation.decisions.rules.counting.roll import RollSummary, RollVoter
from federation.decisions.rules.counting.scenes import ScenePart, VoteScene
from federation.decisions.rules.counting.weight_words import words_of
from federation.decisions.rules.methods.in_short import by_option
from federation.decisions.rules.methods.stances import ABSTAIN
from federation.decisions.rules.wording.explanations import abstaining_and_ties
from federation.decisions.rules.wording.phrases import counting_of_votes, sentences, share_of_the_votes
from federation.decisions.rules.wording.ranking import by_patients, by_votes
from federation.decisions.rules.wording.scenes import phrase


def leaders(case: CheckCase, tally: VoteTally) -> tuple[VoteOption, ...]:
    """The options with the most votes, more than one if they are tied; none if no option has a vote."""
    most = max((tally.of(option.id).weight for option in case.options), default=0)
    return tuple(option for option in case.options if most and tally.of(option.id).weight == most)


def _read_most(case: CheckCase) -> tuple[str, str]:
    one = f"One of the {len(case.options)} options" if len(case.options) > 1 else "One option"
    weights = words_of(case.rule.weights, case.summary)
    return (f"{one} has more votes than any other. {weights}",) * 2


def _count_most(case: CheckCase, tally: VoteTally) -> TestResult:
    ahead = leaders(case, tally)
    for_options = tally.of(*[option.id for option in case.options])
    most = tally.of(ahead[0].id).weight if ahead else 0
    if len(ahead) == 1:
        of_votes = f"{most:,} of {counted(for_options.weight, 'vote')}"
        words = f"{quoted([ahead[0].title])} has {of_votes}, more than any other."
    elif ahead:
        titles = quoted([option.title for option in ahead])
        words = f"{titles} have {counted(most, 'vote')} each. One must have more than any other."
    elif for_options.practices:
        words = f"The {case.voters.many} voting for an option have no votes."
    else:
        words = f"No {case.voters.one} voted for an option."
    have = f"{most:,} of {for_options.weight:,}"
    return TestResult("most_votes", len(ahead) == 1, have, "more than any other", words, len(ahead) > 1)


def _read_enough(case: CheckCase) -> tuple[str, str]:
    need, whole = case.rule.needed, case.summary.weight
    of_what, condition = {
        "cast_excluding_abstentions": ("of the votes for an option", f"{case.vote} for an option"),
        "cast": ("of the votes, abstentions included", case.vote),
        "roll": (f"of the {counted(whole, 'vote')}, cast or not", ""),
    }[case.rule.base]
    words = f"The option with the most votes has {need.words} {of_what}."
    if whole == 0:
        return words, words
    least = f"that is at least {need.least(whole):,}."
    return (
        words,
        f"{words} If {case.everybody} {condition}, {least}" if condition else f"{words[:-1]}: {least}",
    )


def _count_enough(case: CheckCase, tally: VoteTally) -> TestResult:
    need, ahead = case.rule.needed, leaders(case, tally)
    most = tally.of(ahead[0].id).weight if ahead else 0
    whole, of_what = {
        "cast_excluding_abstentions": (
            tally.of(*[option.id for option in case.options]).weight,
            "{} for an option",
        ),
        "cast": (tally.voted.weight, "{}, abstentions included"),
        "roll": (case.summary.weight, "{}"),
    }[case.rule.base]
    met = need.met(most, whole)
    if not ahead:
        words = f"No option has a vote. {need.sentence}"
    else:
        subject = quoted([option.title for option in ahead])
        votes = (out_of_all if case.rule.base == "roll" else counted)(whole, "vote")
        verb = "has" if len(ahead) == 1 else "each have"
        share = percentage(most, whole, need.fraction, met)
        words = f"{subject} {verb} {most:,} of {of_what.format(votes)}: {share}. {need.sentence}"
    tied = len(ahead) > 1 and need.tied(most, whole)
    return TestResult("enough_votes", met, f"{most:,} of {whole:,}", need.figure, words, tied)


def _why_none_leads(short: CheckShortfall) -> str:
    return "no option has more votes than any other" if short.lost.tied else "no option has a vote"


def _why_not_enough(short: CheckShortfall) -> str:
    votes = short.case.in_votes(short.lost.have)
    if short.lost.tied:
        return f"{votes} is exactly half"
    if short.case.summary.weight == 0:
        return f"no {short.case.voters.one} has a vote"
    return f"{votes}, and {short.lost.need} {'are' if short.case.rule.needed.plural else 'is'} needed"


MOST_VOTES: Final = CheckKind("most_votes", _read_most, _count_most, _why_none_leads)
ENOUGH_VOTES: Final = CheckKind("enough_votes", _read_enough, _count_enough, _why_not_enough)


def _checks(rule: RuleParts) -> tuple[CheckKind, ...]:
    return (MOST_VOTES, ENOUGH_VOTES) if rule.threshold else (MOST_VOTES,)


def _wrong(rule: RuleParts) -> Iterator[Wrong]:
    yield patients_counted(rule)
    yield base_unused(rule)
    pointless = rule.reasons == "required_against"
    yield pointless, "reasons", "Nobody votes against an option: choose optional or required."


def _hint(rule: RuleParts, _summary: RollSummary, roll: Iterable[RollVoter], who_votes: Sequence[str]) -> str:
    shares = ["one option has more votes than any other"]
    if rule.threshold:
        shares.append(f"it has {share_of_the_votes(rule, 'votes cast').removesuffix(',')}")
    if votes := counting_of_votes(rule, roll):
        return sentences(*votes, ", and ".join(shares), *who_votes)
    *first, last = [*who_votes, *shares]
    return sentences(f"{', '.join(first)}, and {last}" if first else last)


def _scenes(case: CheckCase, may_vote: Sequence[RollVoter]) -> Iterator[VoteScene]:
    """A tie, an option that falls short and one that wins, among the first two options."""
    practices = case.summary.practices
    if case.rule.weights.kind == "one" and len(case.options) > 1:
        half = practices // 2
        yield _choice(case, half, half)
        least = case.rule.needed.least(practices) if case.rule.threshold else half + 1
        yield _choice(case, least - 1, practices - least + 1)
        yield _choice(case, least, practices - least)
    if case.rule.weights.kind != "one" and len(case.options) > 1:
        yield from _weighted_choice(case, may_vote)


def _choice(case: CheckCase, first: int, second: int) -> VoteScene:
    """So many for the first option, so many for the second, and the rest abstaining."""
    one, other = case.options[0], case.options[min(1, len(case.options) - 1)]
    rest = case.summary.practices - first - second
    numbers = [(first, f"for “{one.title}”"), (second, f"for “{other.title}”"), (rest, "abstain")]
    parts = [(one.id, first), (other.id, second), ("abstain", rest)]
    return VoteScene(
        phrase(case.summary, numbers),
        tuple(ScenePart(stance, others=number) for stance, number in parts if number),
    )


def _weighted_choice(case: CheckCase, may_vote: Sequence[RollVoter]) -> Iterator[VoteScene]:
    """The few largest against all others, just enough to win and one too few."""
    rank = by_votes if case.rule.weights.kind == "shares" else by_patients
    ranking = rank(may_vote, largest=True)
    one, other = case.options[0], case.options[1]
    enough = ranking.fewest(case.rule.threshold or MORE_THAN_HALF, "weight") or 0
    for number in (enough - 1, enough):
        if number > 0 and ranking.clear_cut(number):
            parts = (ScenePart(one.id, ranking.codes[:number]), ScenePart(other.id, ranking.codes[number:]))
            yield VoteScene(
                ranking.against_the_rest(number, f"for “{one.title}”", f"for “{other.title}”"), parts
            )


def _stances(option_ids: Sequence[str]) -> tuple[str, ...]:
    return (*option_ids, "abstain")


def _can_tie(_rule: RuleParts) -> bool:
    return True


def _casting(option_ids: Sequence[str]) -> tuple[str, ...]:
    return tuple(option_ids)


METHOD: Final = VotingMethod(
    name="approval",
    place=40,
    title="One option among several",
    means="The option with most votes wins",
    among="one option among several",
    rules="Rules that choose one option among several",
    stances=_stances,
    known=(ABSTAIN,),
    checks=_checks,
    wrong=_wrong,
    hint=_hint,
    explained=abstaining_and_ties,
    scenes=_scenes,
    in_short=by_option,
    options="must",
    can_tie=_can_tie,
    casting=_casting,
    ahead=leaders,
    nothing_said="for an option",
    as_against="for another option",
    reasons=("optional", "required"),
)
