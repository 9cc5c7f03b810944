"""Phrases that hints are made of, with the numbers of a roll."""

from collections.abc import Iterable

from federation.decisions.rules.counting.numbers import all_votes, out_of_all
from federation.decisions.rules.counting.parts import RuleParts
from federation.decisions.rules.counting.roll import RollSummary, RollVoter
from federation.decisions.rules.counting.weight_words import per
from federation.decisions.rules.wording.shortnames import short_names


def sentences(*phrases: str) -> str:
    """Phrases as sentences."""
    return " ".join(f"{phrase[0].upper()}{phrase[1:]}." for phrase in phrases)


def practices_that_vote(rule: RuleParts, summary: RollSummary) -> str:
    """``at least 7 of 12 vote``; nothing where no number must."""
    if rule.quorum_practices is None:
        return ""
    least, practices = rule.quorum_practices.least(summary.practices), summary.practices
    if least == practices:
        few = {1: f"{summary.voters.everybody(1)} votes", 2: f"{summary.voters.everybody(2)} vote"}
        return few.get(practices, f"all {practices:,} vote")
    return (
        f"at least 1 {summary.voters.one} votes"
        if least == 1
        else f"at least {least:,} of {practices:,} vote"
    )


def votes_that_are_cast(rule: RuleParts, summary: RollSummary) -> str:
    """``the practices that vote have at least 7 of 12 votes``; nothing where no number must."""
    if rule.quorum_weight is None:
        return ""
    least, votes = rule.quorum_weight.least(summary.weight), summary.weight
    how_many = all_votes(votes) if least == votes else f"at least {least:,} of {votes:,} votes"
    return f"the {summary.voters.many} {summary.voters.who} vote have {how_many}"


def counting_of_votes(rule: RuleParts, roll: Iterable[RollVoter]) -> list[str]:
    """How a vote of a practice counts, with the practice that has most and the one that has fewest as examples."""
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


def share_of_the_roll(rule: RuleParts, summary: RollSummary) -> str:
    """``votes for must come from at least 7 of all 12 practices``."""
    least = rule.needed.least(summary.weight)
    if rule.weights.kind != "one":
        how_many = f"at least {least:,} of {out_of_all(summary.weight, 'vote')}"
        return f"votes for must be {all_votes(least) if least == summary.weight else how_many}"
    if summary.practices == 1:
        return f"{summary.voters.everybody(1)} must vote for"
    if least == summary.practices:
        return f"votes for must come from {summary.voters.everybody(least)}"
    return f"votes for must come from at least {least:,} of {summary.voters.whole(summary.practices)}"


def share_of_the_votes(rule: RuleParts, votes: str) -> str:
    """``more than half of the votes cast``, with what else counts as a vote between commas."""
    need = rule.needed.words
    match rule.base:
        case "cast_excluding_abstentions":
            return f"{need} of the {votes}"
        case "cast":
            return f"{need} of the votes, abstentions included,"
        case "roll":
            return f"{'all votes' if need == 'all' else f'{need} of all votes'}, cast or not,"
