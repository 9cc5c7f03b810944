"""Envelopes and reserve are the total, whatever is moved."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from federation.mandates.rules import (
    BudgetPlan,
    EnvelopeUse,
    GrantedPowers,
    GroupAct,
    MandateLedger,
    OutsideMandate,
    WithinMandate,
    check,
)

PENCE = st.integers(0, 10**13)


@given(
    st.dictionaries(st.integers(1, 9), PENCE),
    PENCE,
    st.lists(st.tuples(st.integers(1, 9), st.integers(-(10**13), 10**13)), max_size=30),
)
def test_no_sequence_of_moves_makes_or_loses_a_penny(
    envelopes: dict[int, int], reserve: int, moves: list[tuple[int, int]]
) -> None:
    total = sum(envelopes.values()) + reserve
    plan = BudgetPlan(total, reserve, envelopes)
    for group, pence in moves:
        fits = pence <= plan.reserve_pence and plan.envelopes.get(group, 0) + pence >= 0
        if not fits:
            with pytest.raises(ValueError, match="nothing or more"):
                plan.moved(group, pence)
            continue
        before, plan = plan, plan.moved(group, pence)
        assert plan.reserve_pence == before.reserve_pence - pence
        assert plan.envelopes[group] == before.envelopes.get(group, 0) + pence
    assert plan.total_pence == total == sum(plan.envelopes.values()) + plan.reserve_pence
    assert min(plan.reserve_pence, *plan.envelopes.values(), 0) == 0


@given(PENCE, PENCE, PENCE, st.integers(-5, 5).filter(bool))
def test_parts_that_are_not_the_total_are_no_plan(first: int, second: int, reserve: int, more: int) -> None:
    with pytest.raises(ValueError, match="are the total"):
        BudgetPlan(first + second + reserve + more, reserve, {1: first, 2: second})


@given(PENCE, PENCE, PENCE, st.integers(1, 10**13))
def test_a_group_spends_what_both_its_mandate_and_its_envelope_have_left(
    total: int, envelope: int, taken: int, pence: int
) -> None:
    left = EnvelopeUse(envelope, 0, taken).left_pence
    granted = GrantedPowers({"premises"}, {"spend"}, 10**13, total)
    answer = check(
        granted, "in_force", GroupAct("spend", "premises", pence, "A van"), MandateLedger(0, 0, 0, left)
    )
    free = min(total, left)
    expected = WithinMandate(free - pence) if pence <= free else OutsideMandate(("total",))
    assert answer == expected
