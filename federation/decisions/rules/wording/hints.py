"""A rule in one or two sentences with the numbers of this roll, as read when a rule is chosen."""

from collections.abc import Iterable

from federation.decisions.rules.counting.numbers import all_votes, out_of_all
from federation.decisions.rules.counting.roll import RollEntry, RollSummary
from federation.decisions.rules.counting.rule import Rule
from federation.decisions.rules.counting.weight_words import per
from federation.decisions.rules.wording.shortnames import short_names

NOT_VOTING = "Not voting has the same effect as voting against"
CONSENT = (
    "It goes ahead unless a practice has a reasoned objection that we cannot resolve. There is no abstaining"
)
ADVICE = "Votes are counted, but bind nobody, and there is nothing to carry"


def hint(rule: Rule, summary: RollSummary, roll: Iterable[RollEntry]) -> str:
    """``At least 7 of 12 vote, and more are for than against.``"""
    if summary.practices == 0:
        return "No practice may vote today."
    who_votes = [phrase for phrase in (_practices(rule, summary), _weight(rule, summary)) if phrase]
    match rule.method:
        case "advisory":
            return _sentences(ADVICE)
        case "consent":
            return _sentences(CONSENT, *who_votes)
        case "majority" if rule.base == "roll" and not rule.double_majority:
            return _sentences(*_weights(rule, roll), _of_the_roll(rule, summary), NOT_VOTING, *who_votes)
        case "majority" if rule.double_majority:
            shares = [_share(rule, "votes"), f"and they have {rule.needed.words} of the patients"]
            return _sentences(*_weights(rule, roll), "; ".join([*who_votes, *shares]))
    winner = "one option has more votes than any other" if rule.method == "approval" else ""
    shares = [phrase for phrase in (winner, _share(rule, "votes cast") if rule.threshold else "") if phrase]
    if rule.weights.kind == "one":
        *first, last = [*who_votes, *shares]
        return _sentences(f"{', '.join(first)}, and {last}" if first else last)
    return _sentences(*_weights(rule, roll), ", and ".join(shares), *who_votes)


def _sentences(*phrases: str) -> str:
    return " ".join(f"{phrase[0].upper()}{phrase[1:]}." for phrase in phrases)


def _practices(rule: Rule, summary: RollSummary) -> str:
    if rule.quorum_practices is None:
        return ""
    least, practices = rule.quorum_practices.least(summary.practices), summary.practices
    everyone = {1: "the only practice votes", 2: "both practices vote"}
    if least == practices:
        return everyone.get(practices, f"all {practices:,} vote")
    return "at least 1 practice votes" if least == 1 else f"at least {least:,} of {practices:,} vote"


def _weight(rule: Rule, summary: RollSummary) -> str:
    if rule.quorum_weight is None:
        return ""
    least, votes = rule.quorum_weight.least(summary.weight), summary.weight
    how_many = all_votes(votes) if least == votes else f"at least {least:,} of {votes:,} votes"
    return f"the practices that vote have {how_many}"


def _weights(rule: Rule, roll: Iterable[RollEntry]) -> list[str]:
    """How a vote counts, with the practice that has most and the one that has fewest as examples."""
    weights = rule.weights
    if weights.kind == "one":
        return []
    how = {
        "patients": f"A vote counts 1 for {per(weights)}",
        "banded": "A vote counts by bands of patients",
        "shares": "A vote counts by the practice’s shares",
    }[weights.kind]
    voting = sorted(
        (entry for entry in roll if not entry.recused),
        key=lambda entry: (-entry.weight, -entry.patients, entry.code),
    )
    names = short_names(voting)
    ends = voting[:1] + voting[1:][-1:]
    return [f"{how}: {', '.join(f'{names[entry.code]} has {entry.weight:,}' for entry in ends)}"]


def _of_the_roll(rule: Rule, summary: RollSummary) -> str:
    least = rule.needed.least(summary.weight)
    if rule.weights.kind != "one":
        how_many = f"at least {least:,} of {out_of_all(summary.weight, 'vote')}"
        return f"votes for must be {all_votes(least) if least == summary.weight else how_many}"
    if summary.practices == 1:
        return "the only practice must vote for"
    if least == summary.practices:
        return f"votes for must come from {'both' if least == 2 else f'all {least:,}'} practices"
    return f"votes for must come from at least {least:,} of {out_of_all(summary.practices, 'practice')}"


def _share(rule: Rule, votes: str) -> str:
    need = rule.needed
    if rule.method == "approval":
        return f"it has {_of_the_votes(rule, votes).removesuffix(',')}"
    simple = need.more_than_half and rule.base == "cast_excluding_abstentions" and rule.weights.kind == "one"
    if simple and not rule.double_majority:
        return "more are for than against"
    return f"{_of_the_votes(rule, votes)} are for"


def _of_the_votes(rule: Rule, votes: str) -> str:
    """``more than half of the votes cast``, with what else counts as a vote between commas."""
    need = rule.needed.words
    match rule.base:
        case "cast_excluding_abstentions":
            return f"{need} of the {votes}"
        case "cast":
            return f"{need} of the votes, abstentions included,"
        case "roll":
            return f"{'all votes' if need == 'all' else f'{need} of all votes'}, cast or not,"
