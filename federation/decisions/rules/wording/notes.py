"""The notes of a verdict, beside its tests: that voters abstained or stood aside."""

from federation.decisions.rules.counting.ballots import VoteTally
from federation.decisions.rules.counting.checks import CheckCase
from federation.decisions.rules.counting.method import method_of
from federation.decisions.rules.wording.abstaining import abstaining


def notes_on_tests(case: CheckCase, tally: VoteTally) -> tuple[str, ...]:
    """``Abstaining counted for test 1 only.`` ``1 practice stood aside and was not counted.``"""
    notes = []
    if method_of(case.rule).binds and tally.of("abstain").practices:
        notes.append(abstaining(case.rule, counted=True))
    if case.summary.recused:
        verb = "was" if case.summary.recused == 1 else "were"
        notes.append(f"{case.voters.counted(case.summary.recused)} stood aside and {verb} not counted.")
    return tuple(notes)
