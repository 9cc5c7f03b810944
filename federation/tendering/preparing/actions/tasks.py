"""What those who score and open owe: it stands on their Home until they have done it."""

from datetime import timedelta
from typing import Final

from federation.kernel.days import time_now
from federation.network.dues.actions import DuePage, add_due, done_due, drop_due
from federation.tendering.preparing.queries.tenders import ShownTender, openers_of, scorers_of

DAYS_TO_SCORE: Final = timedelta(days=14)
_DAYS_TO_OPEN: Final = timedelta(days=7)


def ask_scorers(tender: ShownTender) -> None:
    """Ask everybody who was named as a scorer to score the bids, within two weeks."""
    _ask(_score_key(tender.id), tender, "Score the bids", DAYS_TO_SCORE, scorers_of(tender.id))


def scored_all(tender_id: int, person: int) -> None:
    """Note that somebody has locked every bid."""
    done_due(_score_key(tender_id), person, person_id=person)


def ask_scorer_no_more(tender_id: int, person: int) -> None:
    """Ask somebody no longer: bids are judged without them."""
    drop_due(_score_key(tender_id), person_id=person)


def ask_openers(tender: ShownTender) -> None:
    """Ask both openers to open their half of the prices, within a week."""
    _ask(_price_key(tender.id), tender, "Open your half of the prices", _DAYS_TO_OPEN, openers_of(tender.id))


def opened_half(tender_id: int, person: int) -> None:
    """Note that somebody has opened their half of the prices."""
    done_due(_price_key(tender_id), person, person_id=person)


def ask_nobody(tender_id: int) -> None:
    """Ask no longer: the tender is cancelled."""
    drop_due(_score_key(tender_id))
    drop_due(_price_key(tender_id))


def _ask(key: str, tender: ShownTender, words: str, within: timedelta, people: list[int]) -> None:
    add_due(
        key,
        f"{words}, tender {tender.number}: {tender.title}"[:200],
        time_now() + within,
        DuePage("tendering.tender", {"tender_id": tender.id}),
        people=people,
        about=tender.group,
    )


def _score_key(tender_id: int) -> str:
    return f"tendering.score:{tender_id}"


def _price_key(tender_id: int) -> str:
    return f"tendering.price:{tender_id}"
