"""Who may do what in tenders."""

from dataclasses import dataclass

from federation.kernel.policy import (
    ADMINISTER,
    EVERYONE,
    GUEST,
    PROPOSE,
    READ,
    SEATED,
    Actor,
    Permission,
)


@dataclass(frozen=True, slots=True)
class TenderOf:
    """A tender of the group with this number."""

    group_id: int


def _runs(actor: Actor, whose: TenderOf) -> bool:
    return actor.leads(whose.group_id) or actor.votes_in(whose.group_id)


PERMISSIONS = (
    Permission("tendering.read", "read which tenders there are, and how they stand", EVERYONE, scope=READ),
    Permission(
        "tendering.run",
        "write a tender, put it to the members and name who scores and opens",
        frozenset({SEATED}),
        _runs,
        "those who lead the group or vote in it",
        scope=PROPOSE,
    ),
    Permission("tendering.bid", "bid in a tender by a link", frozenset({GUEST})),
    Permission(
        "tendering.open", "open bids, as one of the two people who were named", EVERYONE, scope=ADMINISTER
    ),
    Permission("tendering.declare", "say whether they have an interest in a tender", EVERYONE, scope=PROPOSE),
    Permission(
        "tendering.thresholds",
        "enter sums from which the law asks for more",
        frozenset({"administrator", "executive"}),
        scope=ADMINISTER,
    ),
    Permission(
        "tendering.score",
        "score bids and confirm what scorers agree on, as one of those who were named",
        EVERYONE,
        scope=PROPOSE,
    ),
    Permission(
        "tendering.judge",
        "check bids, read all scores once they are locked and write down what scorers agree on",
        EVERYONE,
        scope=PROPOSE,
    ),
    Permission(
        "tendering.share",
        "ask that an award is shared out anew, or confirm what somebody else asked for",
        EVERYONE,
        scope=PROPOSE,
    ),
)
