"""When each thing happened to a tender, over all rooms."""

from federation.tendering.preparing.queries.tenders import ShownTender
from federation.tendering.stages import TenderTimes


def times_of(found: ShownTender) -> TenderTimes:
    """When each thing happened to a tender."""
    return found.times
