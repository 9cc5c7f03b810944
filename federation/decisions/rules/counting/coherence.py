"""Whether the parts of a rule go together. A part that would mean nothing is refused rather than ignored."""

from typing import TYPE_CHECKING

from federation.decisions.rules.counting.errors import RuleError
from federation.decisions.rules.counting.need import Need
from federation.decisions.rules.counting.weights import Weights

if TYPE_CHECKING:
    from federation.decisions.rules.counting.rule import Rule

CHOICES = {
    "method": ("majority", "consent", "advisory", "approval"),
    "base": ("cast", "cast_excluding_abstentions", "roll"),
    "tie": ("not_carried", "referred", "casting_vote"),
    "visibility": ("live", "after_own_vote", "after_close"),
    "reasons": ("optional", "required", "required_against"),
    "early_close": ("never", "all_voted"),
}
LONGEST_PERIOD = 366 * 24


def check_coherent(rule: "Rule") -> None:
    """Raise RuleError unless every part is of its kind and all go together."""
    _check_parts(rule)
    if rule.method == "majority":
        _refuse(rule.threshold is None, "threshold", "Say what share of the votes must be for.")
    else:
        _refuse(
            rule.double_majority,
            "double_majority",
            "Patients are counted only where practices vote for or against.",
        )
    if rule.method in ("consent", "advisory"):
        _refuse(rule.threshold is not None, "threshold", "Consent and advice need no share of the votes.")
        _refuse(rule.tie != "not_carried", "tie", "Consent and advice cannot be tied.")
    if rule.threshold is None:
        unused = rule.base != "cast_excluding_abstentions"
        _refuse(unused, "base", "Say what share is needed of these votes, or leave out of which votes it is.")
    if rule.method == "consent":
        _refuse(rule.weights != Weights(), "weights", "In a consent round every practice counts the same.")
        _refuse(rule.reasons == "optional", "reasons", "An objection always needs a reason.")
    if rule.method == "advisory":
        quorum = "quorum_practices" if rule.quorum_practices else "quorum_weight"
        has_quorum = bool(rule.quorum_practices or rule.quorum_weight)
        _refuse(has_quorum, quorum, "Advice is given by whoever votes: no number is needed.")
    if rule.method == "approval":
        pointless = rule.reasons == "required_against"
        _refuse(pointless, "reasons", "Nobody votes against an option: choose optional or required.")


def _check_parts(rule: "Rule") -> None:
    for field, choices in CHOICES.items():
        value = getattr(rule, field)
        _refuse(value not in choices, field, f"Choose one of: {', '.join(choices)}.")
    _refuse(not isinstance(rule.weights, Weights), "weights", "Say how many votes a practice has.")
    for field in ("quorum_practices", "quorum_weight", "threshold"):
        need = getattr(rule, field)
        _refuse(not (need is None or isinstance(need, Need)), field, "Say what share is needed.")
    _refuse(not isinstance(rule.double_majority, bool), "double_majority", "Choose yes (true) or no (false).")
    hours = rule.minimum_hours
    whole = isinstance(hours, int) and not isinstance(hours, bool) and 0 <= hours <= LONGEST_PERIOD
    _refuse(
        not whole,
        "minimum_hours",
        f"The shortest time for voting is a whole number of hours from 0 to {LONGEST_PERIOD:,}.",
    )
    for field, longest in (("name", 60), ("title", 200)):
        text = getattr(rule, field)
        readable = isinstance(text, str) and len(text) <= longest and (not text or text.isprintable())
        _refuse(not readable, field, f"Use one line of up to {longest} characters.")


def _refuse(wrong: bool, field: str, message: str) -> None:
    if wrong:
        raise RuleError(field, message)
