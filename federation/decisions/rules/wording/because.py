"""Why a worked example comes out as it does: the test that decides, with its numbers."""

from federation.decisions.rules.counting.checks import CheckCase, CheckShortfall
from federation.decisions.rules.counting.listing import checks_of
from federation.decisions.rules.counting.numbers import named_tests, quoted
from federation.decisions.rules.counting.scenes import VoteScene
from federation.decisions.rules.wording.headlines import QUORUM
from federation.decisions.rules.wording.verdict import VoteVerdict


def because(case: CheckCase, scene: VoteScene, verdict: VoteVerdict) -> str:
    """``Test 2: 5 of 12, although they have 59% of patients``; ``All 3 tests, whichever the other 4 are``."""
    tests = verdict.tests
    if verdict.verdict == "carried":
        met = {1: "The test is met", 2: "Both tests"}.get(len(tests), f"All {len(tests)} tests")
        titles = [option.title for option in case.options if option.id in verdict.chosen]
        chosen = f", for {quoted(titles)}" if titles else ""
        whichever = f", whichever {_the_others(scene.open_others)}" if scene.open_others else ""
        return f"{met}{chosen}{whichever}"
    quorums = [test for test in tests if test.key in QUORUM and not test.met]
    lost = (quorums or [test for test in tests if not test.met])[0]
    number = tests.index(lost)
    why = checks_of(case.rule)[number].why
    label = named_tests([number + 1], len(tests)).capitalize()
    return f"{label}: {why(CheckShortfall(case, lost, tests, verdict.tally))}"


def _the_others(number: int) -> str:
    return "the other is" if number == 1 else f"the other {number:,} are"
