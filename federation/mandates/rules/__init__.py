"""The rules of mandates, over plain values: what a group may do, where a mandate stands, and when a report is due."""

from federation.mandates.rules.authority import (
    REASONS,
    OutsideMandate,
    WithinMandate,
    check,
    item_of,
    left_pence,
)
from federation.mandates.rules.standing import (
    STATES,
    MandateTimes,
    ends_at,
    report_due_at,
    state_at,
    suspends_at,
)
from federation.mandates.rules.values import (
    LARGEST_PENCE,
    MONEY_POWERS,
    POWERS,
    RATIFYING,
    GrantedPowers,
    GroupAct,
    MandateLedger,
)

__all__ = [
    "LARGEST_PENCE",
    "MONEY_POWERS",
    "POWERS",
    "RATIFYING",
    "REASONS",
    "STATES",
    "GrantedPowers",
    "GroupAct",
    "MandateLedger",
    "MandateTimes",
    "OutsideMandate",
    "WithinMandate",
    "check",
    "ends_at",
    "item_of",
    "left_pence",
    "report_due_at",
    "state_at",
    "suspends_at",
]
