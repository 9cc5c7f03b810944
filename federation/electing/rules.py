"""How an election stands, and by which rule its vote is held: nobody chooses either."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from federation.decisions import rules

MOST_SEATS: Final = 25
MOST_CANDIDATES: Final = 26
LEAST_DAYS: Final = 7
MOST_DAYS: Final = 90
VOTE: Final = timedelta(days=14)
"""For how long the members can vote at least."""
_POINTS: Final = 10
STATES: Final = ("standing", "to_vote", "nobody", "voting", "elected", "not_elected")


class ElectionFacts(NamedTuple):
    """What the standing of an election follows from. ``verdict``: None while its vote is open."""

    until: datetime
    candidates: int
    has_vote: bool
    verdict: str | None


def state_at(facts: ElectionFacts, now: datetime) -> str:
    """Where an election stands: people can stand, the vote can open, nobody stood, the members vote, or have voted."""
    if facts.has_vote:
        if facts.verdict is None:
            return "voting"
        return "elected" if facts.verdict == "carried" else "not_elected"
    if now < facts.until:
        return "standing"
    return "to_vote" if facts.candidates else "nobody"


def is_contested(candidates: int, seats: int) -> bool:
    """Whether the members choose among candidates; else they say yes or no to all who stand."""
    return candidates > seats


def rule_of(candidates: int, seats: int) -> rules.Rule:
    """The rule of the vote: points where there are more candidates than seats, else a simple majority for all of them. Who leads
    neither closes it early nor calls it off."""
    if not is_contested(candidates, seats):
        return replace(rules.PRESETS["simple_majority"].rule, lead_may_close=False, lead_may_withdraw=False)
    return replace(
        rules.PRESETS["points"].rule,
        name="election",
        title="Election by points",
        own=(("points", max(_POINTS, seats)), ("seats", seats)),
        lead_may_close=False,
        lead_may_withdraw=False,
    )
