"""Whether enough practices voted. Abstaining is voting; a practice that stood aside is on neither side."""

from federation.decisions.rules.counting.ballots import VoteTally
from federation.decisions.rules.counting.checks import CheckCase, CheckKind, CheckShortfall, TestResult
from federation.decisions.rules.counting.numbers import all_votes, of_practices


def _read_practices(case: CheckCase) -> tuple[str, str]:
    practices = case.summary.practices
    if practices == 0:
        return ("No practice may vote.",) * 2
    least = case.quorum("quorum_practices").least(practices)
    subject = of_practices(least, practices)
    words = f"{subject if least == practices else 'At least ' + subject} {'votes' if least == 1 else 'vote'}."
    return words, words


def _count_practices(case: CheckCase, tally: VoteTally) -> TestResult:
    need, practices, voted = case.quorum("quorum_practices"), case.summary.practices, tally.voted.practices
    least = need.least(practices)
    met = need.met(voted, practices)
    have = f"{voted:,} of {practices:,}"
    if practices == 0:
        return TestResult("quorum_practices", met, have, f"at least {least:,}", "No practice may vote.")
    if practices == 1:
        words = "The only practice voted." if met else "The only practice did not vote."
    else:
        all_needed = f"All {practices:,} were needed." if practices > 2 else "Both were needed."
        at_least = f"At least {least:,} {'was' if least == 1 else 'were'} needed."
        words = f"{of_practices(voted, practices)} voted. {all_needed if least == practices else at_least}"
    return TestResult("quorum_practices", met, have, f"at least {least:,}", words)


def _read_weight(case: CheckCase) -> tuple[str, str]:
    votes = case.summary.weight
    if votes == 0:
        return ("No practice that may vote has a vote.",) * 2
    least = case.quorum("quorum_weight").least(votes)
    how_many = all_votes(votes) if least == votes else f"at least {least:,} of the {votes:,} votes"
    words = f"The practices that vote have {how_many}."
    return words, words


def _count_weight(case: CheckCase, tally: VoteTally) -> TestResult:
    need, votes, voted = case.quorum("quorum_weight"), case.summary.weight, tally.voted.weight
    least = need.least(votes)
    met = need.met(voted, votes)
    if votes == 0:
        words = "No practice that may vote has a vote."
    elif votes == 1:
        words = "The only vote was cast." if met else "The only vote was not cast."
    else:
        all_needed = "Both were" if votes == 2 else f"All {votes:,} were"
        at_least = f"At least {least:,} {'was' if least == 1 else 'were'}"
        needed = all_needed if least == votes else at_least
        subject = {0: "No practice voted:", 1: "The practice that voted has"}.get(
            tally.voted.practices, "The practices that voted have"
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
