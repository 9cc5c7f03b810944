"""The bids of a tender as those who judge them know them: the one place that asks the room of bids."""

from typing import Final, NamedTuple

from federation.kernel.policy import Actor
from federation.kernel.refusals import NotFound
from federation.tendering.bidding.queries.bidders import bidders_of, opened_at, sealed_bids
from federation.tendering.bidding.queries.bids import NotOpenedYet, all_prices
from federation.tendering.preparing.queries.tenders import clear_of_conflict, tender_here

STILL_SEALED: Final = "The bids are sealed until two people have opened them."


class JudgedBid(NamedTuple):
    """A bid that was opened: its number, and who bids."""

    id: int
    name: str


def judged_bids(actor: Actor, tender_id: int) -> list[JudgedBid]:
    """The bids that two people opened, for somebody clear of conflict. Raises ``NotYours`` and ``Refusal``."""
    clear_of_conflict(actor, tender_id)
    if opened_at(tender_id, "quality") is None:
        raise NotOpenedYet(STILL_SEALED)
    return opened_bids(tender_id)


def opened_bids(tender_id: int) -> list[JudgedBid]:
    """The bids that were opened, by number; none before. For the rooms' own use. Three statements at most."""
    if opened_at(tender_id, "quality") is None:
        return []
    names = {one.id: one.organisation for one in bidders_of(tender_id)}
    return sorted(JudgedBid(one.id, names[one.bidder_id]) for one in sealed_bids(tender_id))


def check_bid_there(tender_id: int, bid_id: int) -> None:
    """Raise ``NotFound`` for a number that is no opened bid's, whoever asks; before the bids are opened nobody learns which
    numbers there are."""
    tender_here(tender_id)
    bids = opened_bids(tender_id)
    if bids:
        bid_named(bids, bid_id)


def check_score_there(tender_id: int, bid_id: int, criterion: str) -> None:
    """The same, and for a criterion that the tender has not."""
    check_bid_there(tender_id, bid_id)
    if all(one.key != criterion for one in tender_here(tender_id).content.criteria):
        raise NotFound()


def bid_named(bids: list[JudgedBid], bid_id: int) -> JudgedBid:
    """One of them. Raises ``NotFound``."""
    found = next((one for one in bids if one.id == bid_id), None)
    if found is None:
        raise NotFound()
    return found


def opened_prices(tender_id: int) -> dict[int, int] | None:
    """What each bid asks for, in pence, by number; None until two people have opened the prices. For the rooms' own use."""
    return None if opened_at(tender_id, "price") is None else all_prices(tender_id)


def prices_open(tender_id: int) -> bool:
    """Whether two people have opened the prices. One statement."""
    return opened_at(tender_id, "price") is not None
