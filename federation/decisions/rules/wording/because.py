"""Why a worked example comes out as it does: the test that decides, with its numbers."""

from federation.decisions.rules.counting.checks import Case, TestResult
from federation.decisions.rules.counting.numbers import counted, named_tests, percentage
from federation.decisions.rules.wording.headlines import QUORUM
from federation.decisions.rules.wording.scenes import Scene
from federation.decisions.rules.wording.verdict import Verdict


def because(case: Case, scene: Scene, verdict: Verdict) -> str:
    """``Test 2: 5 of 12, although they have 59% of patients``; ``All 3 tests, whichever the other 4 are``."""
    tests = verdict.tests
    if verdict.verdict == "carried":
        met = {1: "The test is met", 2: "Both tests"}.get(len(tests), f"All {len(tests)} tests")
        chosen = [f", for “{option.title}”" for option in case.options if option.id == verdict.chosen]
        whichever = f", whichever {_the_others(scene.open_others)}" if scene.open_others else ""
        return "".join([met, *chosen, whichever])
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
    return f"{_votes(case, lost, always=True)}, and {least:,} {'is' if least == 1 else 'are'} needed"


def _lost(case: Case, lost: TestResult, verdict: Verdict) -> str:
    match lost.key:
        case "objections":
            objections = verdict.tally.of("object").practices
            return f"{counted(objections, 'objection')} {'is' if objections == 1 else 'are'} not resolved"
        case "most_votes":
            return "no option has more votes than any other" if lost.tied else "no option has a vote"
        case "patients":
            votes = next(test for test in verdict.tests if test.key == "votes")
            return f"{_votes(case, votes)}, but with {_patients(case, verdict)}"
    return f"{_votes(case, lost)} is exactly half" if lost.tied else _too_few_votes(case, lost, verdict)


def _too_few_votes(case: Case, lost: TestResult, verdict: Verdict) -> str:
    """The share of votes that was not reached, against what might make one expect otherwise."""
    votes, practices = _votes(case, lost), verdict.tally.of("for").practices
    if any(test.key == "patients" and test.met for test in verdict.tests):
        return f"{votes}, although {'it has' if practices == 1 else 'they have'} {_patients(case, verdict)}"
    if case.rule.method == "majority" and practices == 0:
        return "nobody votes for"
    if case.summary.weight == 0:
        return "no practice has a vote"
    if case.rule.weights.kind != "one" and 2 * practices > case.summary.practices:
        return f"{votes}, although they are {practices:,} of {case.summary.practices:,} practices"
    return f"{votes}, and {lost.need} {'are' if case.rule.needed.plural else 'is'} needed"


def _votes(case: Case, test: TestResult, always: bool = False) -> str:
    """``5 of 12`` where a practice has one vote, else ``63 of 130 votes``."""
    if case.rule.weights.kind == "one" and not always:
        return test.have
    return f"{test.have} {'vote' if test.have.endswith(' of 1') else 'votes'}"


def _patients(case: Case, verdict: Verdict) -> str:
    voting_for, whole = verdict.tally.of("for"), verdict.tally.of("for", "against")
    if whole.patients == 0:
        return "no patients that we know of"
    patients = next(test for test in verdict.tests if test.key == "patients")
    share = percentage(voting_for.patients, whole.patients, case.rule.needed.fraction, patients.met, places=0)
    return f"{share} of patients"
