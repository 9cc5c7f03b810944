"""When each thing happened to a tender, over all rooms."""

from dataclasses import replace

from federation.tendering.bidding.queries.bidders import opened_at
from federation.tendering.preparing.queries.tenders import ShownTender
from federation.tendering.stages import TenderTimes


def times_of(found: ShownTender) -> TenderTimes:
    """When each thing happened to a tender."""
    return replace(found.times, opened_at=opened_at(found.id, "quality"))
