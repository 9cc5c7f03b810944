"""The sums of the law as they hold on a day."""

from datetime import date

from sqlalchemy import select

from federation.kernel.db import db
from federation.tendering.models import TenderThreshold
from federation.tendering.preparing.rules.thresholds import (
    KNOWN_THRESHOLDS,
    THRESHOLD_KINDS,
    DatedThreshold,
    thresholds_on,
)


def thresholds_here(day: date) -> list[DatedThreshold]:
    """The sum of each kind that holds on a day, those that were entered here among them. One statement."""
    found = thresholds_on(day, _entered())
    return [found[kind] for kind in THRESHOLD_KINDS if kind in found]


def thresholds_to_come(day: date) -> list[DatedThreshold]:
    """What holds from a later day. One statement."""
    return sorted(one for one in (*KNOWN_THRESHOLDS, *_entered()) if one.since > day)


def _entered() -> list[DatedThreshold]:
    rows = select(TenderThreshold.kind, TenderThreshold.since, TenderThreshold.pence)
    return [DatedThreshold._make(row) for row in db.session.execute(rows.order_by(TenderThreshold.id))]
