"""How far what practices need is from the least amount and from the next price."""

import pytest

from federation.purchasing.queries.offers import ComparedOffer, ShownOffer
from federation.purchasing.rules import OfferTerms, PriceBreak, PriceStep, WantedAmount, cost_of, progress_of
from federation.purchasing.views.progress import progress_bars
from federation.testing.world import LONG_AGO

GLOVES = OfferTerms(372, 100, minimum=5000, breaks=(PriceBreak(6500, 348), PriceBreak(8000, 335)))


@pytest.mark.parametrize(
    ("packs", "missing", "step", "short"),
    [
        (4999, [1, 1501, 3001], PriceStep(5000, 372, 1), True),
        (5000, [0, 1500, 3000], PriceStep(6500, 348, 1500), False),
        (6499, [0, 1, 1501], PriceStep(6500, 348, 1), False),
        (6500, [0, 0, 1500], PriceStep(8000, 335, 1500), False),
        (9000, [0, 0, 0], None, False),
    ],
)
def test_steps_are_reached_one_after_the_other(
    packs: int, missing: list[int], step: PriceStep | None, short: bool
) -> None:
    found = progress_of(GLOVES, packs)
    assert found and [one.more for one in found.steps] == missing
    assert (found.next_step, found.is_short) == (step, short)
    assert found.share(packs) == ("100.00" if packs == 9000 else f"{100 * packs / 8500:.2f}")


def test_an_offer_with_one_price_has_no_steps_and_a_break_below_the_least_amount_is_none() -> None:
    assert progress_of(OfferTerms(100, 1), 5) is None
    found = progress_of(OfferTerms(100, 1, minimum=10, breaks=(PriceBreak(5, 90), PriceBreak(20, 80))), 4)
    assert found and [(one.packs, one.pence) for one in found.steps] == [(10, 90), (20, 80)]
    found = progress_of(OfferTerms(100, 1, breaks=(PriceBreak(20, 80),)), 4)
    assert found and not found.has_minimum and not found.is_short


def bars(packs: int, offer: OfferTerms = GLOVES, ordered: bool = False) -> list[str]:
    shown = ShownOffer(
        *(1, 1, "Fenmark", "Gloves", f"box of {offer.size}", offer.pence, 0, 0, 0, offer.minimum),
        [list(one) for one in offer.breaks],
        "",
        LONG_AGO,
        None,
    )
    cost = cost_of(offer, [WantedAmount("Z99001", 1, packs * offer.size)])
    done = {("gloves", "single")} if ordered else set()
    found = progress_bars([ComparedOffer(shown, cost), ComparedOffer(shown, None)], done, True)
    return [words for one in found for words in (one.title.partition(": ")[2], one.words)]


@pytest.mark.parametrize(
    ("packs", "title", "words"),
    [
        (4000, "1,000 more for the least amount", "asks for 5,000 at least, which are not reached."),
        (5940, "560 more, and each costs 24p less", "The least amount of 5,000 is reached."),
        (
            5940,
            "560 more, and each costs 24p less",
            "The next price begins at 6,500: £3.48 instead of £3.72.",
        ),
        (8000, "the lowest price is reached", "The least amount of 5,000 is reached."),
    ],
)
def test_a_bar_says_the_same_in_words(packs: int, title: str, words: str) -> None:
    shown = bars(packs)
    assert shown[0] == title and words in shown[1]
    assert f"The practices need {packs:,} × box of 100 so far." in shown[1]


def test_no_bar_for_what_is_ordered_or_has_one_price() -> None:
    assert bars(5940, ordered=True) == [] == bars(5, OfferTerms(100, 100))
    assert bars(20, OfferTerms(100, 100, minimum=10))[0] == "the least amount is reached"
