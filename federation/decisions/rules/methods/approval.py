"""Which of several options wins, and whether it has enough votes."""

from federation.decisions.rules.counting.checks import Case, Check, TestResult
from federation.decisions.rules.counting.numbers import counted, out_of_all, percentage, quoted
from federation.decisions.rules.counting.tally import Option, Tally
from federation.decisions.rules.counting.weight_words import words_of


def leaders(case: Case, tally: Tally) -> tuple[Option, ...]:
    """The options with the most votes, more than one if they are tied; none if no option has a vote."""
    most = max((tally.of(option.id).weight for option in case.options), default=0)
    return tuple(option for option in case.options if most and tally.of(option.id).weight == most)


def _read_most(case: Case) -> tuple[str, str]:
    one = f"One of the {len(case.options)} options" if len(case.options) > 1 else "One option"
    weights = words_of(case.rule.weights, case.summary.weight, case.summary.practices)
    return (f"{one} has more votes than any other. {weights}",) * 2


def _count_most(case: Case, tally: Tally) -> TestResult:
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
        words = "The practices voting for an option have no votes."
    else:
        words = "No practice voted for an option."
    have = f"{most:,} of {for_options.weight:,}"
    return TestResult("most_votes", len(ahead) == 1, have, "more than any other", words, len(ahead) > 1)


def _read_enough(case: Case) -> tuple[str, str]:
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
        f"{words} If {case.all_practices} {condition}, {least}" if condition else f"{words[:-1]}: {least}",
    )


def _count_enough(case: Case, tally: Tally) -> TestResult:
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


MOST_VOTES = Check("most_votes", _read_most, _count_most)
ENOUGH_VOTES = Check("enough_votes", _read_enough, _count_enough)
