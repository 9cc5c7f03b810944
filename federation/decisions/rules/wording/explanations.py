"""The sentences below the tests of a rule."""

from federation.decisions.rules.counting.method import method_of
from federation.decisions.rules.counting.nouns import PRACTICES, VoterNoun
from federation.decisions.rules.counting.parts import RuleParts
from federation.decisions.rules.wording.abstaining import abstaining

TIES = {
    "not_carried": "A tie is not carried.",
    "referred": "A tie is sent back for more discussion.",
    "casting_vote": "A tie is decided by the chair’s casting vote.",
}
VISIBILITY = {
    "live": "How {many} voted is shown to {readers} as they vote.",
    "after_own_vote": (
        "How {many} voted is shown to a {one} once {it_has} voted, and to {readers} when voting closes."
    ),
    "after_close": "How {many} voted is shown to {readers} when voting closes, not before.",
}
REASONS = {
    "optional": "A reason can be given, and need not be.",
    "required": "Every {one} gives a reason.",
    "required_against": "A {one} {who} votes against gives a reason.",
}
EARLY_CLOSE = {
    "never": "Voting does not close early when all {many} have voted.",
    "all_voted": "Voting closes early when all {many} have voted.",
    "met": "Voting closes early once the {many} {who} have not voted can no longer change the result.",
}


def explain(rule: RuleParts, voters: VoterNoun = PRACTICES) -> tuple[str, ...]:
    """Plain sentences on abstaining, ties, standing aside, reasons, closing and who sees what when, in this
    order.
    """
    said = (
        *method_of(rule).explained(rule),
        "A {one} {who} stands aside is not counted in any number.",
        _reasons(rule),
        EARLY_CLOSE[rule.early_close],
        *_leads(rule),
        *([f"Voting is open for at least {_period(rule.minimum_hours)}."] if rule.minimum_hours else []),
        VISIBILITY[rule.visibility],
    )
    return tuple(voters.worded(sentence) for sentence in said)


def abstaining_and_ties(rule: RuleParts) -> list[str]:
    """Explain abstaining, and a tie where there can be one."""
    return [abstaining(rule), *([TIES[rule.tie]] if method_of(rule).can_tie(rule) else [])]


def _reasons(rule: RuleParts) -> str:
    own = method_of(rule).reason_words.get(rule.reasons)
    return own[0] if own else REASONS[rule.reasons]


def _leads(rule: RuleParts) -> list[str]:
    """What those who lead may not do, where the rule says so."""
    forbidden = [
        words
        for may, words in ((rule.lead_may_close, "close it early"), (rule.lead_may_withdraw, "call it off"))
        if not may
    ]
    return [f"{{Leads}} cannot {' or '.join(forbidden)}."] if forbidden else []


def _period(hours: int) -> str:
    number, unit = (hours // 24, "day") if hours % 24 == 0 else (hours, "hour")
    return f"{number:,} {unit if number == 1 else unit + 's'}"
