"""Whether the practices voting for have enough of the patients: the second half of a double majority.

The need is that of the votes, and what is counted are the patients of all practices voting for or against,
whatever the votes are compared with. People have none: a rule that asks for this is for practices.
"""

from federation.decisions.rules.counting.ballots import VoteTally
from federation.decisions.rules.counting.checks import CheckCase, CheckKind, CheckShortfall, TestResult
from federation.decisions.rules.counting.numbers import counted, percentage


def _read_patients(case: CheckCase) -> tuple[str, str]:
    need, summary = case.rule.needed, case.summary
    words = (
        f"The practices voting for have {need.words} of the patients of all practices voting for or against."
    )
    if summary.patients == 0:
        return words, f"{words} The list sizes are not known, so this cannot be met."
    least = f"at least {need.least(summary.patients):,} of {summary.patients:,}"
    return words, f"{words} If {case.everybody} {case.vote} for or against, that is {least}."


def _count_patients(case: CheckCase, tally: VoteTally) -> TestResult:
    need, voting_for = case.rule.needed, tally.of("for")
    whole = tally.of("for", "against")
    met = need.met(voting_for.patients, whole.patients)
    have = f"{voting_for.patients:,} of {whole.patients:,}"
    if whole.practices == 0:
        counted_words = "No practice voted for or against."
    elif whole.patients == 0:
        counted_words = "The practices voting for or against have no patients that we know of."
    else:
        subject = "The practices voting for have"
        if voting_for.practices == 1:
            subject = "The practice voting for has"
        elif voting_for.practices == 0:
            subject = "No practice voted for:"
        share = percentage(voting_for.patients, whole.patients, need.fraction, met)
        counted_words = f"{subject} {voting_for.patients:,} of {counted(whole.patients, 'patient')}: {share}."
    tied = need.tied(voting_for.patients, whole.patients)
    return TestResult("patients", met, have, need.figure, f"{counted_words} {need.sentence}", tied)


def patients_for(short: CheckShortfall) -> str:
    """``59% of patients``: those of the practices voting for, of a double majority."""
    voting_for, whole = short.tally.of("for"), short.tally.of("for", "against")
    if whole.patients == 0:
        return "no patients that we know of"
    met = next(test.met for test in short.tests if test.key == "patients")
    needed = short.case.rule.needed.fraction
    return f"{percentage(voting_for.patients, whole.patients, needed, met, places=0)} of patients"


def _why_not(short: CheckShortfall) -> str:
    votes = next(test for test in short.tests if test.key == "votes")
    return f"{short.case.in_votes(votes.have)}, but with {patients_for(short)}"


PATIENTS = CheckKind("patients", _read_patients, _count_patients, _why_not)
