"""Why a worked example comes out as it does: the test that decides, with its numbers."""

from .checks import Case, TestResult
from .headlines import QUORUM
from .scenes import Scene
from .verdict import Verdict
from .words import counted, named_tests, percentage


def because(case: Case, scene: Scene, verdict: Verdict) -> str:
    """``Test 2: 5 of 12, although they have 59% of patients``; ``All 3 tests, whichever the other 4 are``."""
    tests = verdict.tests
    if verdict.verdict == "carried":
        met = {1: "The test is met", 2: "Both tests"}.get(len(tests), f"All {len(tests)} tests")
        return met + (f", whichever {_the_others(scene.open_others)}" if scene.open_others else "")
    quorums = [test for test in tests if test.key in QUORUM and not test.met]
    lost = (quorums or [test for test in tests if not test.met])[0]
    label = named_tests([tests.index(lost) + 1], len(tests)).capitalize()
    return f"{label}: {_quorum(case, lost) if quorums else _lost(case, lost, verdict)}"


def _the_others(number: int) -> str:
    return "the other is" if number == 1 else f"the other {number:,} are"


def _quorum(case: Case, lost: TestResult) -> str:
    needed = case.quorum("quorum_practices" if lost.key == "quorum_practices" else "quorum_weight")
    if lost.key == "quorum_practices":
        least = needed.least(case.summary.practices)
        return f"{least:,} {'is' if least == 1 else 'are'} needed"
    least = needed.least(case.summary.weight)
    return f"{lost.have} votes, and {least:,} {'is' if least == 1 else 'are'} needed"


def _lost(case: Case, lost: TestResult, verdict: Verdict) -> str:
    unit = "" if case.rule.weights.kind == "one" else " votes"
    match lost.key:
        case "objections":
            objections = verdict.tally.of("object").practices
            return f"{counted(objections, 'objection')} {'is' if objections == 1 else 'are'} not resolved"
        case "most_votes":
            return "no option has more votes than any other" if lost.tied else "no option has a vote"
        case "patients":
            votes = next(test for test in verdict.tests if test.key == "votes")
            return f"{votes.have}{unit}, but with {_patients(case, verdict)} of patients"
    if lost.tied:
        return f"{lost.have}{unit} is exactly half"
    patients = next((test for test in verdict.tests if test.key == "patients"), None)
    if patients and patients.met:
        return f"{lost.have}{unit}, although they have {_patients(case, verdict)} of patients"
    if not verdict.tally.of("for").weight and case.rule.method == "majority":
        return "nobody votes for"
    practices = verdict.tally.of("for").practices
    if unit and case.rule.method == "majority" and 2 * practices > case.summary.practices:
        return f"{lost.have}{unit}, although they are {practices:,} of {case.summary.practices:,} practices"
    return f"{lost.have}{unit}, and {lost.need} {'are' if lost.need == 'all' else 'is'} needed"


def _patients(case: Case, verdict: Verdict) -> str:
    voting_for, whole = verdict.tally.of("for"), verdict.tally.of("for", "against")
    patients = next(test for test in verdict.tests if test.key == "patients")
    return percentage(voting_for.patients, whole.patients, case.threshold.fraction, patients.met, places=0)
