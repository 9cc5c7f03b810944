"""The chair's casting vote: it decides a tie where the rule says so, and nothing else."""

from collections.abc import Iterable

from federation.decisions.rules.counting.ballots import VoteOption
from federation.decisions.rules.counting.checks import CheckCase
from federation.decisions.rules.counting.errors import RuleError
from federation.decisions.rules.counting.method import method_of
from federation.decisions.rules.counting.parts import RuleParts


def check_casting_vote(rule: RuleParts, vote: str | None, options: Iterable[VoteOption]) -> None:
    """Raise RuleError unless the rule knows such a casting vote, among ``options`` if there are any."""
    if vote is None:
        return
    casting = method_of(rule).casting
    if rule.tie != "casting_vote" or casting is None:
        raise RuleError("casting_vote", "This rule gives the chair no casting vote.")
    allowed = casting([option.id for option in options])
    if vote not in allowed:
        raise RuleError("casting_vote", f"The chair’s casting vote can be one of: {', '.join(allowed)}.")


def notes_on_casting_vote(case: CheckCase, given: str | None, counted: str | None) -> tuple[str, ...]:
    """The note on a casting vote: how it was given, or that it was not counted."""
    if given is None:
        return ()
    if counted is None:
        return ("The chair’s casting vote was not counted, because the votes were not tied.",)
    return (f"The chair’s casting vote was {casting_words(case, counted)}.",)


def casting_words(case: CheckCase, vote: str) -> str:
    """``for``, ``against`` or ``for “Harbour Care”``."""
    titles = [f"for “{option.title}”" for option in case.options if option.id == vote]
    return titles[0] if titles else vote
