"""Reading tenders."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from federation.kernel.db import db
from federation.network.models import NetworkGroup
from federation.tendering.models import Tender

MOST_LISTED = 200


class ListedTender(NamedTuple):
    """A tender as lists show it."""

    id: int
    year: int
    number: int
    title: str
    group: str
    cancelled_at: datetime | None

    @property
    def known_as(self) -> str:
        """``2026/3``."""
        return f"{self.year}/{self.number}"


_NEWEST = (
    select(Tender.id, Tender.year, Tender.number, Tender.title, NetworkGroup.name, Tender.cancelled_at)
    .join(NetworkGroup, NetworkGroup.id == Tender.group_id)
    .order_by(Tender.id.desc())
    .limit(MOST_LISTED)
)


def newest_tenders() -> list[ListedTender]:
    """The newest tenders. One statement."""
    return [ListedTender._make(row) for row in db.session.execute(_NEWEST)]
