"""Whether enough of the votes are for.

Sources: Companies Act 2006, sections 282 (ordinary: more than half) and 283 (special: at least 75%), as in
force on 26 November 2020, https://legislation.gov.uk/ukpga/2006/46/section/283/2020-11-26: a written
resolution is counted over the total voting rights of all eligible members (base 'roll'), a show of hands
over the votes cast.
"""

from federation.decisions.rules.counting.ballots import VoteTally
from federation.decisions.rules.counting.checks import CheckCase, CheckKind, CheckShortfall, TestResult
from federation.decisions.rules.counting.need import VoteNeed
from federation.decisions.rules.counting.numbers import (
    all_votes,
    counted,
    out_of_all,
    percentage,
)
from federation.decisions.rules.counting.weight_words import words_of
from federation.decisions.rules.methods.patients import patients_for

NOT_VOTING = "Not voting has the same effect as voting against."


def _one_each(case: CheckCase) -> bool:
    return case.rule.weights.kind == "one"


def _read_votes(case: CheckCase) -> tuple[str, str]:
    need, summary = case.rule.needed, case.summary
    weights = words_of(case.rule.weights, summary)
    if case.rule.base == "roll":
        words = _read_roll(case, need)
        return (words, words) if _one_each(case) else (f"{words} {weights}",) * 2
    excluding = case.rule.base == "cast_excluding_abstentions"
    of_votes = "votes for or against" if excluding else "votes, abstentions included,"
    words = f"{need.words.capitalize()} of the {of_votes} are for."
    if summary.weight == 0:
        return f"{words} {weights}", words
    vote = f"{case.vote} for or against" if excluding else case.vote
    least = f"{need.least(summary.weight):,}" + (
        "" if _one_each(case) else f" of {counted(summary.weight, 'vote')}"
    )
    check = f"{words} If {case.everybody} {vote}, that is at least {least}."
    return f"{words} {weights}", check if _one_each(case) else f"{check} {weights}"


def _read_roll(case: CheckCase, need: VoteNeed) -> str:
    whole, practices = case.summary.weight, case.summary.practices
    least = need.least(whole)
    if whole == 0:
        return f"No {case.voters.one} {case.voters.who} may vote has a vote."
    if not _one_each(case):
        how_many = f"at least {least:,} of {out_of_all(whole, 'vote')}"
        return f"Votes for must be {all_votes(whole) if least == whole else how_many}. {NOT_VOTING}"
    if practices == 1:
        return f"{case.voters.out_of(1, 1)} votes for. {NOT_VOTING}"
    how_many = f"at least {least:,} of {case.voters.whole(whole)}"
    if least == whole:
        how_many = case.voters.everybody(whole)
    return f"Votes for must come from {how_many}. {NOT_VOTING}"


def _count_votes(case: CheckCase, tally: VoteTally) -> TestResult:
    need, votes_for = case.rule.needed, tally.of("for").weight
    whole = {
        "roll": case.summary.weight,
        "cast": tally.voted.weight,
        "cast_excluding_abstentions": tally.of("for", "against").weight,
    }[case.rule.base]
    met = need.met(votes_for, whole)
    if whole == 0:
        words = f"{_nothing_counted(case, tally)} {need.sentence}"
    else:
        share = percentage(votes_for, whole, need.fraction, met)
        words = f"{_votes_for(case, votes_for, whole)}: {share}. {need.sentence}"
    return TestResult(
        "votes", met, f"{votes_for:,} of {whole:,}", need.figure, words, need.tied(votes_for, whole)
    )


def _nothing_counted(case: CheckCase, tally: VoteTally) -> str:
    if case.rule.base == "roll":
        return f"No {case.voters.one} {case.voters.who} may vote has a vote."
    if tally.of("for", "against").practices:
        return f"The {case.voters.many} voting for or against have no votes."
    return f"No {case.voters.one} voted for or against."


def _votes_for(case: CheckCase, votes: int, whole: int) -> str:
    were = "was" if votes == 1 or whole == 1 else "were"
    match case.rule.base:
        case "cast_excluding_abstentions":
            return f"{votes:,} of {counted(whole, 'vote')} for or against {were} for"
        case "cast":
            return f"{votes:,} of {counted(whole, 'vote')}, abstentions included, {were} for"
        case "roll" if whole == 1 and _one_each(case) and not votes:
            return f"{case.voters.out_of(1, 1)} did not vote for"
        case "roll" if _one_each(case) and (votes in (0, whole) or whole == 2):
            return f"{case.voters.out_of(votes, whole)} voted for"
        case "roll" if _one_each(case):
            return f"{votes:,} of {case.voters.whole(whole)} voted for"
        case "roll":
            return f"{votes:,} of {out_of_all(whole, 'vote')} {were} for"


def _why_not(short: CheckShortfall) -> str:
    """The share of votes that was not reached, against what might make one expect otherwise."""
    case, votes = short.case, short.case.in_votes(short.lost.have)
    practices = short.tally.of("for").practices
    if short.lost.tied:
        return f"{votes} is exactly half"
    if any(test.key == "patients" and test.met for test in short.tests):
        return f"{votes}, although {'it has' if practices == 1 else 'they have'} {patients_for(short)}"
    if practices == 0:
        return "nobody votes for"
    if case.summary.weight == 0:
        return f"no {case.voters.one} has a vote"
    if case.rule.weights.kind != "one" and 2 * practices > case.summary.practices:
        return f"{votes}, although they are {practices:,} of {case.summary.practices:,} practices"
    return f"{votes}, and {short.lost.need} {'are' if case.rule.needed.plural else 'is'} needed"


VOTES = CheckKind("votes", _read_votes, _count_votes, _why_not)
