"""Reading the newest tenders."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import bindparam, func, select

from federation.kernel.clock import database_now
from federation.kernel.days import end_of_day
from federation.kernel.db import db
from federation.network.models import NetworkGroup
from federation.tendering.models import BidOpening, SharingAgreement, Tender, TenderAward, TenderStart
from federation.tendering.stages import STAGE_TAGS, TenderTimes, stage_of

MOST_LISTED = 200


class ListedTender(NamedTuple):
    """A tender as lists show it."""

    id: int
    year: int
    ordinal: int
    title: str
    group_id: int
    group: str
    closes_at: datetime | None
    cancelled_at: datetime | None
    started_at: datetime | None
    shared_at: datetime | None
    opened_at: datetime | None
    priced_at: datetime | None
    awarded_at: datetime | None
    standstill_until: date | None
    now: datetime

    @property
    def number(self) -> str:
        """``2026/3``."""
        return f"{self.year}/{self.ordinal}"

    @property
    def stage(self) -> str:
        """At which stage it is; that members vote on the award is said on its page alone."""
        until = self.standstill_until
        times = TenderTimes(
            started_at=self.started_at,
            shared_at=self.shared_at,
            closes_at=self.closes_at,
            opened_at=self.opened_at,
            scored_at=self.priced_at,
            awarded_at=self.awarded_at,
            standstill_until=end_of_day(until) if until else None,
            cancelled_at=self.cancelled_at,
        )
        return stage_of(times, self.now)

    @property
    def tag(self) -> tuple[str, str]:
        """How it stands, as a word and a colour."""
        return STAGE_TAGS[self.stage]


_VOTED_AT = {
    model: select(func.max(model.voted_at)).where(model.tender_id == Tender.id).scalar_subquery()
    for model in (TenderStart, SharingAgreement)
}
_OPENED_AT = {
    what: select(func.max(BidOpening.opened_at))
    .where(BidOpening.tender_id == Tender.id, BidOpening.what == what)
    .having(func.count() > 1)
    .scalar_subquery()
    for what in ("quality", "price")
}
_NEWEST = (
    select(
        Tender.id,
        Tender.year,
        Tender.number,
        Tender.title,
        Tender.group_id,
        NetworkGroup.name,
        Tender.closes_at,
        Tender.cancelled_at,
        _VOTED_AT[TenderStart],
        _VOTED_AT[SharingAgreement],
        _OPENED_AT["quality"],
        _OPENED_AT["price"],
        TenderAward.awarded_at,
        TenderAward.standstill_until,
        database_now(),
    )
    .outerjoin(TenderAward, TenderAward.tender_id == Tender.id)
    .join(NetworkGroup, NetworkGroup.id == Tender.group_id)
    .order_by(Tender.id.desc())
    .limit(MOST_LISTED)
)
_OF_GROUP = _NEWEST.where(Tender.group_id == bindparam("group"))


def newest_tenders() -> list[ListedTender]:
    """The newest tenders. One statement."""
    return [ListedTender._make(row) for row in db.session.execute(_NEWEST)]


def tenders_of(group_id: int) -> list[ListedTender]:
    """The newest tenders of a group. One statement."""
    return [ListedTender._make(row) for row in db.session.execute(_OF_GROUP, {"group": group_id})]


def tenders_numbered(numbers: Sequence[int]) -> list[ListedTender]:
    """These tenders. One statement."""
    return [ListedTender._make(row) for row in db.session.execute(_NEWEST.where(Tender.id.in_(numbers)))]
