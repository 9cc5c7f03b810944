"""The fairness ledger: what each practice gets of all tenders together, against its share of patients."""

from collections.abc import Mapping
from fractions import Fraction
from itertools import groupby
from typing import Any, Final, NamedTuple

from sqlalchemy import func, select

from federation.kernel.db import db
from federation.network.models import Practice
from federation.tendering.awarding.queries.awards import members_sharing
from federation.tendering.awarding.rules import FairnessLedger, TenderGain, fairness_of, worth_of
from federation.tendering.models import AllocationChange, AllocationLine, SharingAgreement, TenderAward

OVER_TIMES: Final = Fraction(3, 2)
"""Whoever has more than so many times its share is listed with the reason."""


class NamedLedger(NamedTuple):
    """The ledger with the names of the practices by code, and of how many tenders it is."""

    ledger: FairnessLedger
    names: Mapping[str, str]
    tenders: int


def fairness_ledger() -> NamedLedger:
    """All awards together, as they are shared out now, among the practices that belong here and whose patients are known. Three
    statements, however many tenders there are."""
    known = {one.code: one for one in members_sharing() if one.patients}
    rows, limits = _holding(), _limits()
    gains, tenders = [], 0
    for (tender, pence), lines in groupby(rows, lambda row: (row.tender_id, row.pence)):
        tenders += 1
        mine = list(lines)
        worth = worth_of({row.code: row.amount for row in mine}, pence)
        for row in mine:
            if row.code in known:
                gains.append(TenderGain(tender, row.code, worth[row.code], _reason(row, limits.get(tender))))
    patients = {code: one.patients or 0 for code, one in known.items()}
    names = {code: one.name for code, one in known.items()}
    return NamedLedger(fairness_of(patients, gains, OVER_TIMES), names, tenders)


def _holding() -> list[Any]:
    """The lines that hold now, by tender."""
    last = (
        select(AllocationChange.award_id, func.max(AllocationChange.number).label("number"))
        .where(AllocationChange.holds_from.is_not(None))
        .group_by(AllocationChange.award_id)
        .subquery()
    )
    found = (
        select(
            TenderAward.tender_id,
            TenderAward.pence,
            Practice.code,
            AllocationLine.amount,
            AllocationChange.kind,
            AllocationChange.reason,
        )
        .join(AllocationChange, AllocationChange.award_id == TenderAward.id)
        .join(
            last,
            (last.c.award_id == AllocationChange.award_id) & (last.c.number == AllocationChange.number),
        )
        .join(AllocationLine, AllocationLine.change_id == AllocationChange.id)
        .join(Practice, Practice.id == AllocationLine.practice_id)
        .order_by(TenderAward.tender_id, Practice.code)
    )
    return list(db.session.execute(found))


def _limits() -> dict[int, SharingAgreement]:
    """The agreement of each tender: the newest holds."""
    rows = db.session.scalars(select(SharingAgreement).order_by(SharingAgreement.id))
    return {row.tender_id: row for row in rows}


def _reason(row: Any, agreed: SharingAgreement | None) -> str:
    """Why a practice may have more than its share: in the words of the agreement, or of who changed it."""
    if row.kind == "deviation":
        return str(row.reason)
    if agreed is None:
        return ""
    if agreed.least and row.amount == agreed.least:
        return f"the minimum of {agreed.least:,} {agreed.unit} that the members voted for"
    if agreed.basis != "patients":
        return f"the members voted to share by {_BASIS[agreed.basis]}"
    return ""


_BASIS: Final = {
    "equal": "practice, each alike",
    "need": "need",
    "capacity": "capacity",
    "rotation": "turn",
}
