"""The rules of shared purchasing: pure functions over values."""

from federation.purchasing.rules.bills import Payer, SavedAmount, saved, split_bill
from federation.purchasing.rules.changes import bounds, may_change
from federation.purchasing.rules.demand import (
    FEWEST,
    ItemDemand,
    OddNeed,
    PracticeNeed,
    StatedNeed,
    collate,
    mixed_units,
)
from federation.purchasing.rules.offers import (
    CostShare,
    OfferCost,
    OfferTerms,
    PriceBreak,
    WantedAmount,
    cost_of,
    share_delivered,
)
from federation.purchasing.rules.ordering import ORDER_REASONS, OrderFacts, order_reasons
from federation.purchasing.rules.progress import OfferProgress, PriceStep, progress_of
from federation.purchasing.rules.projects import ProjectMoney
from federation.purchasing.rules.specification import BASES, EVIDENCE, fingerprint_of, missing_evidence
from federation.purchasing.rules.units import UnitMeaning, folded, meaning_of, meant

__all__ = [
    "BASES",
    "EVIDENCE",
    "FEWEST",
    "ORDER_REASONS",
    "CostShare",
    "ItemDemand",
    "OddNeed",
    "OfferCost",
    "OfferProgress",
    "OfferTerms",
    "OrderFacts",
    "Payer",
    "PracticeNeed",
    "PriceBreak",
    "PriceStep",
    "ProjectMoney",
    "SavedAmount",
    "StatedNeed",
    "UnitMeaning",
    "WantedAmount",
    "bounds",
    "collate",
    "cost_of",
    "fingerprint_of",
    "folded",
    "may_change",
    "meaning_of",
    "meant",
    "missing_evidence",
    "mixed_units",
    "order_reasons",
    "progress_of",
    "saved",
    "share_delivered",
    "split_bill",
]
