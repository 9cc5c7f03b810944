"""Fairness over all tenders: each practice's share of the value against its share of the patients."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple

from federation.kernel.measures import gini, jain, per_head


class TenderGain(NamedTuple):
    """What a practice gets of a tender, in pence, and why, where that is more than its part: words of the agreement, as
    ``the minimum of 500 visits``; empty where there are none."""

    tender: int
    code: str
    pence: int
    reason: str = ""


class LedgerRow(NamedTuple):
    """A practice in the ledger: its patients, what it gets of all tenders, how many times its share of patients that is (None:
    nothing was shared), whether it is over ``k`` times, and the reasons, each once."""

    code: str
    patients: int
    pence: int
    times: Fraction | None
    over: bool
    reasons: tuple[str, ...]


class FairnessLedger(NamedTuple):
    """All practices, those with the most of their share first; what was shared in all; and how even it is for each patient:
    Jain's index (1: all alike) and Gini's coefficient, weighted by patients (0: all alike). Both are None where nothing was
    shared."""

    rows: tuple[LedgerRow, ...]
    pence: int
    jain: Fraction | None
    gini: Fraction | None


def fairness_of(
    patients: Mapping[str, int], gains: Iterable[TenderGain], k: Fraction = Fraction(3, 2)
) -> FairnessLedger:
    """The ledger of practices (by code, each with patients above nought). Whoever has more than ``k`` times its share is over.
    Raises ``ValueError`` for a gain of somebody who is not named."""
    if not patients:
        return FairnessLedger((), 0, None, None)
    got, reasons = dict.fromkeys(patients, 0), {code: dict[str, None]() for code in patients}
    for one in gains:
        if one.code not in got:
            raise ValueError("a gain is of a practice that is named")
        got[one.code] += one.pence
        if one.reason:
            reasons[one.code][one.reason] = None
    whole, heads = sum(got.values()), sum(patients.values())
    rows = [
        LedgerRow(code, size, got[code], times, times is not None and times > k, tuple(reasons[code]))
        for code, size in patients.items()
        for times in [Fraction(got[code] * heads, whole * size) if whole else None]
    ]
    rows.sort(key=lambda row: (-(row.times or 0), row.code))
    if not whole:
        return FairnessLedger(tuple(rows), 0, None, None)
    amounts, sizes = [got[code] for code in patients], list(patients.values())
    return FairnessLedger(tuple(rows), whole, jain(per_head(amounts, sizes)), gini(amounts, sizes))
