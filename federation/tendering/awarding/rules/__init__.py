"""The rules of awards: how what a tender brings is shared out, and whether that is fair over time. Pure, and exact."""

from federation.tendering.awarding.rules.fairness import FairnessLedger, LedgerRow, TenderGain, fairness_of
from federation.tendering.awarding.rules.sharing_out import (
    SharedPractice,
    ShareMoves,
    SharingTerms,
    moves_of,
    shared_again,
    shared_out,
)

__all__ = [
    "FairnessLedger",
    "LedgerRow",
    "ShareMoves",
    "SharedPractice",
    "SharingTerms",
    "TenderGain",
    "fairness_of",
    "moves_of",
    "shared_again",
    "shared_out",
]
