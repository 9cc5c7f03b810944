"""The rules of mandates, over plain values: what a group may do, where a mandate stands, when a report is due, and how money
is shared out."""

from federation.mandates.rules.authority import (
    REASONS,
    OutsideMandate,
    WithinMandate,
    check,
    free_pence,
    item_of,
    left_pence,
)
from federation.mandates.rules.budget import BudgetPlan, EnvelopeUse
from federation.mandates.rules.burden import hours_a_month
from federation.mandates.rules.standing import (
    EVENT_TIME,
    STATES,
    MandateTimes,
    ends_at,
    next_look_at,
    report_due_at,
    state_at,
    suspends_at,
)
from federation.mandates.rules.values import (
    EVENTS,
    LARGEST_PENCE,
    MONEY_POWERS,
    POWERS,
    RATIFYING,
    GrantedPowers,
    GroupAct,
    MandateLedger,
)

__all__ = [
    "EVENTS",
    "EVENT_TIME",
    "LARGEST_PENCE",
    "MONEY_POWERS",
    "POWERS",
    "RATIFYING",
    "REASONS",
    "STATES",
    "BudgetPlan",
    "EnvelopeUse",
    "GrantedPowers",
    "GroupAct",
    "MandateLedger",
    "MandateTimes",
    "OutsideMandate",
    "WithinMandate",
    "check",
    "ends_at",
    "free_pence",
    "hours_a_month",
    "item_of",
    "left_pence",
    "next_look_at",
    "report_due_at",
    "state_at",
    "suspends_at",
]
