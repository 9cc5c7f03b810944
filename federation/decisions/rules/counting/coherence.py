"""Whether the parts of a rule go together. A part that would mean nothing is refused rather than ignored."""

from federation.decisions.rules.counting.errors import RuleError
from federation.decisions.rules.counting.method import METHODS, Wrong, method_of
from federation.decisions.rules.counting.need import VoteNeed
from federation.decisions.rules.counting.parts import CHOICES, RuleParts
from federation.decisions.rules.counting.weights import VoteWeights

LONGEST_PERIOD = 366 * 24


def check_coherent(rule: RuleParts) -> None:
    """Raise RuleError unless every part is of its kind and all go together."""
    _check_parts(rule)
    for wrong in method_of(rule).wrong(rule):
        _refuse(*wrong)


def patients_counted(rule: RuleParts) -> Wrong:
    """For methods that do not count patients."""
    words = "Patients are counted only where practices vote for or against."
    return rule.double_majority, "double_majority", words


def base_unused(rule: RuleParts) -> Wrong:
    """For methods that may do without a share of the votes."""
    unused = rule.threshold is None and rule.base != "cast_excluding_abstentions"
    return unused, "base", "Say what share is needed of these votes, or leave out of which votes it is."


def _check_parts(rule: RuleParts) -> None:
    for field, choices in {"method": tuple(METHODS), **CHOICES}.items():
        value = getattr(rule, field)
        _refuse(value not in choices, field, f"Choose one of: {', '.join(choices)}.")
    _refuse(not isinstance(rule.weights, VoteWeights), "weights", "Say how many votes a practice has.")
    for field in ("quorum_practices", "quorum_weight", "threshold"):
        need = getattr(rule, field)
        _refuse(not (need is None or isinstance(need, VoteNeed)), field, "Say what share is needed.")
    for field in ("double_majority", "lead_may_close", "lead_may_withdraw"):
        _refuse(not isinstance(getattr(rule, field), bool), field, "Choose yes (true) or no (false).")
    hours = rule.minimum_hours
    whole = isinstance(hours, int) and not isinstance(hours, bool) and 0 <= hours <= LONGEST_PERIOD
    _refuse(
        not whole,
        "minimum_hours",
        f"The shortest time for voting is a whole number of hours from 0 to {LONGEST_PERIOD:,}.",
    )
    own, given = METHODS[rule.method].own, dict(rule.own)
    for field in given:
        _refuse(field not in own, field, "This way to decide has no such part.")
    for field, part in own.items():
        _refuse(given.get(field) is None, field, part.missing)
    for field, longest in (("name", 60), ("title", 200)):
        text = getattr(rule, field)
        readable = isinstance(text, str) and len(text) <= longest and (not text or text.isprintable())
        _refuse(not readable, field, f"Use one line of up to {longest} characters.")


def _refuse(wrong: bool, field: str, message: str) -> None:
    if wrong:
        raise RuleError(field, message)
