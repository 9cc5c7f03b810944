"""The rules of shared purchasing: pure functions over values."""

from federation.purchasing.rules.demand import (
    ItemDemand,
    OddNeed,
    PracticeNeed,
    StatedNeed,
    collate,
    mixed_units,
)
from federation.purchasing.rules.specification import BASES, EVIDENCE, fingerprint_of, missing_evidence
from federation.purchasing.rules.units import UnitMeaning, folded, meaning_of

__all__ = [
    "BASES",
    "EVIDENCE",
    "ItemDemand",
    "OddNeed",
    "PracticeNeed",
    "StatedNeed",
    "UnitMeaning",
    "collate",
    "fingerprint_of",
    "folded",
    "meaning_of",
    "missing_evidence",
    "mixed_units",
]
