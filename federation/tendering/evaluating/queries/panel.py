"""What the page of a tender says of how its bids are judged, and where it leads whom."""

from datetime import datetime
from typing import NamedTuple

from federation.kernel.policy import Actor, may
from federation.kernel.refusals import NotYours
from federation.tendering.bidding.queries.bidders import halves_of
from federation.tendering.evaluating.queries.going_on import (
    LateScorer,
    LeftOut,
    late_scorers,
    left_out_of,
    scores_due,
)
from federation.tendering.evaluating.queries.moderation import all_agreed, judged_so_far, scored_at
from federation.tendering.evaluating.queries.opened import JudgedBid, opened_bids, prices_open
from federation.tendering.evaluating.queries.results import BidRanking, ranking_in
from federation.tendering.evaluating.queries.scores import ScorerState, sheets_of
from federation.tendering.preparing.queries.tenders import (
    ShownTender,
    clear_of_conflict,
    openers_of,
    scorers_of,
)


class EvaluationPanel(NamedTuple):
    """How far bids are judged. ``to_score`` is the bid that this reader scores next (None: none); ``judges``: they read
    moderation; ``checks``: they check bids; ``opens``: they open their half of the prices; ``ranking`` is None until the prices
    are open, and for whoever has an interest. ``left_out``: those without whom bids are judged, read by all; ``late``: those who
    have not locked in time, for who judges."""

    bids: tuple[JudgedBid, ...]
    state: ScorerState
    to_score: int | None
    judges: bool
    checks: bool
    opens: bool
    agreed: bool
    scored_at: datetime | None
    left_out: tuple[LeftOut, ...]
    late: tuple[LateScorer, ...]
    ranking: BidRanking | None


def evaluation_panel(tender: ShownTender, reader: Actor) -> EvaluationPanel | None:
    """The panel; None before the bids are opened."""
    bids = opened_bids(tender.id)
    if not bids:
        return None
    numbers, clear = [one.id for one in bids], _is_clear(tender, reader)
    state, given = judged_so_far(tender, bids)
    scores = reader.person_id in scorers_of(tender.id)
    runs = may(reader, "tendering.run", tender.whose)
    takes_part = clear and tender.cancelled_at is None and (scores or runs)
    agreed, priced = all_agreed(given), prices_open(tender.id)
    asked, due = left_out_of(tender.id), scores_due(tender.id)
    waits = takes_part and not state.complete and due is not None and tender.now >= due
    scores = scores and reader.person_id not in state.aside
    return EvaluationPanel(
        tuple(bids) if clear else (),
        state,
        _next(tender.id, reader, numbers) if scores and takes_part and not priced else None,
        takes_part and state.complete,
        takes_part and not priced,
        clear and agreed and not priced and tender.cancelled_at is None and _opens(tender.id, reader),
        agreed,
        scored_at(tender.id) if agreed else None,
        tuple(one for one in asked if one.confirmed_at is not None),
        late_scorers(tender.id, state, asked, reader, runs) if waits else (),
        ranking_in(tender, bids, given) if clear and priced else None,
    )


def _next(tender_id: int, reader: Actor, bids: list[int]) -> int | None:
    locked = {one.bid_id for one in sheets_of(tender_id, reader.person_id) if one.locked_at is not None}
    return next((number for number in bids if number not in locked), bids[0])


def _opens(tender_id: int, reader: Actor) -> bool:
    halves = {one.person_id for one in halves_of(tender_id, "price")}
    return reader.person_id in openers_of(tender_id) and reader.person_id not in halves


def _is_clear(tender: ShownTender, reader: Actor) -> bool:
    try:
        clear_of_conflict(reader, tender.id)
    except NotYours:
        return False
    return True
