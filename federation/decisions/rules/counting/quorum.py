"""Whether enough practices voted. Abstaining is voting; a practice that stood aside is on neither side."""

from federation.decisions.rules.counting.ballots import VoteTally
from federation.decisions.rules.counting.checks import CheckCase, CheckKind, CheckShortfall, TestResult
from federation.decisions.rules.counting.numbers import all_votes


def _read_practices(case: CheckCase) -> tuple[str, str]:
    practices = case.summary.practices
    if practices == 0:
        return (f"No {case.voters.one} may vote.",) * 2
    least = case.quorum("quorum_practices").least(practices)
    subject = case.voters.out_of(least, practices)
    words = f"{subject if least == practices else 'At least ' + subject} {'votes' if least == 1 else 'vote'}."
    return words, words


def _count_practices(case: CheckCase, tally: VoteTally) -> TestResult:
    need, practices, voted = case.quorum("quorum_practices"), case.summary.practices, tally.voted.practices
    least = need.least(practices)
    met = need.met(voted, practices)
    have = f"{voted:,} of {practices:,}"
    if practices == 0:
        words = f"No {case.voters.one} may vote."
    elif practices == 1:
        words = f"{case.voters.out_of(1, 1)} {'voted' if met else 'did not vote'}."
    else:
        all_needed = f"All {practices:,} were needed." if practices > 2 else "Both were needed."
        at_least = f"At least {least:,} {'was' if least == 1 else 'were'} needed."
        words = (
            f"{case.voters.out_of(voted, practices)} voted. {all_needed if least == practices else at_least}"
        )
    return TestResult("quorum_practices", met, have, f"at least {least:,}", words)


def _read_weight(case: CheckCase) -> tuple[str, str]:
    votes = case.summary.weight
    if votes == 0:
        return (f"No {case.voters.one} {case.voters.who} may vote has a vote.",) * 2
    least = case.quorum("quorum_weight").least(votes)
    how_many = all_votes(votes) if least == votes else f"at least {least:,} of the {votes:,} votes"
    words = f"The {case.voters.many} {case.voters.who} vote have {how_many}."
    return words, words


def _count_weight(case: CheckCase, tally: VoteTally) -> TestResult:
    need, votes, voted = case.quorum("quorum_weight"), case.summary.weight, tally.voted.weight
    least = need.least(votes)
    met = need.met(voted, votes)
    if votes == 0:
        words = f"No {case.voters.one} {case.voters.who} may vote has a vote."
    elif votes == 1:
        words = "The only vote was cast." if met else "The only vote was not cast."
    else:
        all_needed = "Both were" if votes == 2 else f"All {votes:,} were"
        at_least = f"At least {least:,} {'was' if least == 1 else 'were'}"
        needed = all_needed if least == votes else at_least
        one, many, who = case.voters.one, case.voters.many, case.voters.who
        subject = {0: f"No {one} voted:", 1: f"The {one} {who} voted has"}.get(
            tally.voted.practices, f"The {many} {who} voted have"
        )
        words = f"{subject} {voted:,} of the {votes:,} votes. {needed} needed."
    return TestResult("quorum_weight", met, f"{voted:,} of {votes:,}", f"at least {least:,}", words)


def _why_practices(short: CheckShortfall) -> str:
    least = short.case.quorum("quorum_practices").least(short.case.summary.practices)
    return f"{least:,} {'is' if least == 1 else 'are'} needed"


def _why_weight(short: CheckShortfall) -> str:
    least = short.case.quorum("quorum_weight").least(short.case.summary.weight)
    votes = short.case.in_votes(short.lost.have, always=True)
    return f"{votes}, and {least:,} {'is' if least == 1 else 'are'} needed"


PRACTICES = CheckKind("quorum_practices", _read_practices, _count_practices, _why_practices)
WEIGHT = CheckKind("quorum_weight", _read_weight, _count_weight, _why_weight)
