"""Whether an objection stands. Source: sociocratic consent,
http://sociocracyforall.org/consent-decision-making.
"""

from federation.decisions.rules.counting.checks import Case, Check, TestResult
from federation.decisions.rules.counting.numbers import counted
from federation.decisions.rules.counting.tally import Tally


def _read(case: Case) -> tuple[str, str]:
    words = "No practice has an objection that is not resolved."
    return words, f"{words} One such objection stops it."


def _count(case: Case, tally: Tally) -> TestResult:
    unresolved = tally.of("object").practices
    met = unresolved == 0 and tally.voted.practices > 0
    if unresolved:
        has = "has" if unresolved == 1 else "have"
        words = f"{counted(unresolved, 'practice')} {has} an objection that is not resolved."
    elif not tally.voted.practices:
        words = "No practice has said that it consents."
    elif tally.resolved:
        verb = "was" if tally.resolved == 1 else "were"
        words = f"No objection is left: {counted(tally.resolved, 'objection')} {verb} resolved."
    else:
        words = "No practice has an objection."
    return TestResult("objections", met, f"{unresolved:,} not resolved", "none that is not resolved", words)


OBJECTIONS = Check("objections", _read, _count)
