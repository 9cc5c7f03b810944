"""The rules of awards: how what a tender brings is shared out, and whether that is fair over time. Pure, and exact."""

from federation.tendering.awarding.rules.fairness import FairnessLedger, LedgerRow, TenderGain, fairness_of
from federation.tendering.awarding.rules.sharing_out import ShareMoves, moves_of, shared_again, worth_of

__all__ = [
    "FairnessLedger",
    "LedgerRow",
    "ShareMoves",
    "TenderGain",
    "fairness_of",
    "moves_of",
    "shared_again",
    "worth_of",
]
