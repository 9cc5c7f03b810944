"""Offers, orders, bills and projects, over plain values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from federation.kernel.measures import Sharer
from federation.purchasing.rules import (
    ORDER_REASONS,
    OfferTerms,
    OrderFacts,
    Payer,
    PriceBreak,
    ProjectMoney,
    WantedAmount,
    cost_of,
    order_reasons,
    saved,
    share_delivered,
    split_bill,
)


def test_offers_are_compared_for_as_many_single_things() -> None:
    wanted = [WantedAmount("A", 9000, 594_000)]
    fenmark = cost_of(OfferTerms(372, 100), wanted)
    tern = cost_of(OfferTerms(360, 100, 1800, 48), wanted)
    northgate = cost_of(OfferTerms(345, 90), wanted)
    assert [one.total_pence for one in (fenmark, tern, northgate)] == [2_209_680, 2_224_800, 2_277_000]
    assert (fenmark.packs, northgate.packs) == (5940, 6600)


def test_breaks_minimum_delivery_and_vat() -> None:
    offer = OfferTerms(372, 100, 1000, 2, 20, 5000, (PriceBreak(6500, 348), PriceBreak(8000, 335)))
    few = cost_of(offer, [WantedAmount("A", 1, 100 * 4000), WantedAmount("B", 1, 0)])
    assert (few.pack_pence, few.short_by, few.next_break) == (372, 1000, (6500, 348))
    more = cost_of(offer, [WantedAmount("A", 1, 100 * 6000), WantedAmount("B", 1, 100 * 500 + 1)])
    assert (more.packs, more.pack_pence, more.short_by, more.next_break) == (6501, 348, 0, (8000, 335))
    assert (more.goods_pence, more.delivery_pence, more.vat_pence) == (2_262_348, 2_000, 452_870)
    assert more.total_pence == more.goods_pence + more.delivery_pence + more.vat_pence
    assert cost_of(offer, [WantedAmount("A", 1, 800_000)]).next_break is None
    with pytest.raises(ValueError, match="nobody wants"):
        cost_of(offer, [])


_AMOUNTS = st.lists(
    st.tuples(st.integers(1, 20_000), st.integers(1, 10**6), st.none() | st.integers(0, 10**6)),
    min_size=1,
    max_size=9,
)


@given(_AMOUNTS, st.integers(0, 10**5), st.integers(1, 500), st.integers(0, 100), st.integers(0, 5000))
def test_every_share_adds_up(
    amounts: list[tuple[int, int, int | None]], pence: int, size: int, vat: int, delivery: int
) -> None:
    wanted = [WantedAmount(f"P{place}", *one) for place, one in enumerate(amounts)]
    cost = cost_of(OfferTerms(pence, size, delivery, 3, vat), wanted)
    assert sum(one.pence for one in cost.shares) == cost.total_pence
    assert sum(one.packs for one in cost.shares) == cost.packs
    assert all(0 <= one.packs * size - one.quantity < size for one in cost.shares)
    payers = [
        Payer(one.practice, size_of.patients, one.packs, one.pence, one.baseline_pence, one.packs)
        for one, size_of in zip(cost.shares, wanted, strict=True)
    ]
    for basis in ("quantity", "patients", "equal"):
        split = split_bill(cost.total_pence, basis, payers)
        assert sum(split.values()) == cost.total_pence
    found = saved(
        payers, split_bill(cost.total_pence, "quantity", payers), cost.total_pence, cost.total_pence, False
    )
    for one, payer in zip(found, payers, strict=True):
        expected = None if payer.baseline_pence is None else payer.baseline_pence - payer.pence
        assert one.saved_pence == expected
    came = cost.packs // 2
    missing = [Sharer(one.practice, 100, one.packs) for one in cost.shares]
    first = share_delivered(came, missing) if came else dict.fromkeys([one.code for one in missing], 0)
    left = [Sharer(one.code, 100, one.weight - first[one.code]) for one in missing]
    assert all(one.weight >= 0 for one in left) and sum(first.values()) == came
    rest = share_delivered(cost.packs - came, left)
    assert {code: first[code] + rest[code] for code in rest} == {
        one.practice: one.packs for one in cost.shares
    }


def test_a_bill_is_split_to_the_penny_and_what_was_not_measured_is_unknown() -> None:
    payers = [
        Payer("A", 9000, 1, 0, 500, 1),
        Payer("B", 1000, 1, 0, None, 1),
        Payer("C", 1000, 2, 0, 500, 1),
    ]
    assert split_bill(1000, "equal", payers) == {"A": 334, "B": 333, "C": 333}
    assert split_bill(1000, "patients", payers) == {"A": 818, "B": 91, "C": 91}
    with pytest.raises(ValueError, match="not everybody"):
        split_bill(1000, "patients", [*payers, Payer("D", None, 1, 0, 1, 1)])
    half = saved(payers, {"A": 200, "B": 200, "C": 300}, 1400, 700, False)
    assert [one.saved_pence for one in half] == [50, None, -50]
    last = saved(payers, {"A": 200, "B": 200, "C": 300}, 1400, 700, True)
    assert [one.saved_pence for one in last] == [300, None, -50]


def test_every_reason_against_an_order_is_named() -> None:
    fine = OrderFacts(1, True, "x", ("x", "x"), "closed", True, 0, False, False)
    assert order_reasons(fine) == ()
    assert order_reasons(fine._replace(voted=None)) == ("specification",)
    wrong = OrderFacts(1, False, "x", ("x", "y"), "open", False, 5, True, True)
    assert order_reasons(wrong) == tuple(
        one for one in ORDER_REASONS if one not in ("specification", "called_off")
    )
    assert order_reasons(fine._replace(state="called_off")) == ("called_off",)


def test_a_project_that_its_income_does_not_cover_is_paid_by_fees() -> None:
    assert ProjectMoney(10_000_000, 9_000_000, 2_200_000).subsidy_pence == 1_200_000
    assert ProjectMoney(10_000_000, 9_000_000, 900_000).subsidy_pence == 0
