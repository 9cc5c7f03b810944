"""The laws of mandates: never a penny past one, never an act without one, and every reason at once."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from federation.mandates.rules import (
    POWERS,
    REASONS,
    STATES,
    GrantedPowers,
    GroupAct,
    MandateLedger,
    MandateTimes,
    OutsideMandate,
    WithinMandate,
    check,
    item_of,
    left_pence,
    report_due_at,
    state_at,
    suspends_at,
)

LAW = settings(max_examples=150, database=None)
START = datetime(2026, 11, 1, 9, tzinfo=UTC)
GRANTED = GrantedPowers(
    areas={"tendering", "premises"},
    powers={"recommend", "spend", "open_tender"},
    item_pence=250_000,
    total_pence=1_500_000,
    reserved={"open_tender:premises", "Employ people", "Award the contract"},
)
ACT = GroupAct("spend", "tendering", 190_000, "A solicitor checks the contract")
LEDGER = MandateLedger(spent_pence=485_000, committed_pence=320_000)
AREAS = ("tendering", "premises", "education")
_days = st.integers(0, 400)
_powers = st.sets(st.sampled_from(POWERS))
_areas = st.sets(st.sampled_from(AREAS))
_granted = st.builds(
    GrantedPowers,
    _areas,
    _powers,
    st.integers(0, 50),
    st.integers(0, 200),
    st.sets(st.sampled_from(("publish", "premises", "spend:education", "employ people"))),
)
_acts = st.builds(
    GroupAct,
    st.sampled_from(POWERS),
    st.sampled_from(AREAS),
    st.integers(0, 60),
    st.sampled_from(("A van", "a  VAN.", "We employ people", "Two vans")),
)
_ledgers = st.builds(MandateLedger, st.integers(0, 150), st.integers(0, 60), st.integers(0, 60))


def reasons(answer: WithinMandate | OutsideMandate) -> tuple[str, ...]:
    return answer.reasons if isinstance(answer, OutsideMandate) else ()


def test_what_the_members_gave_is_within() -> None:
    assert check(GRANTED, "in_force", ACT, LEDGER) == WithinMandate(505_000)
    assert left_pence(GRANTED, LEDGER) == 695_000


@pytest.mark.parametrize(
    ("reason", "act", "state", "ledger"),
    [
        ("task", replace(ACT, area="education"), "in_force", LEDGER),
        ("power", replace(ACT, power="publish", pence=0), "in_force", LEDGER),
        ("power", replace(ACT, power="recommend", pence=1), "in_force", LEDGER),
        ("amount", replace(ACT, pence=250_001), "in_force", LEDGER),
        ("amount", replace(ACT, pence=1), "in_force", replace(LEDGER, item_pence=250_000)),
        ("total", replace(ACT, pence=2), "in_force", MandateLedger(1_499_999)),
        ("term", ACT, "ended", LEDGER),
        ("term", ACT, "withdrawn", LEDGER),
        ("term", ACT, "proposed", LEDGER),
        ("reserved", replace(ACT, words="We employ  people for the  visits"), "in_force", LEDGER),
        ("reserved", replace(ACT, touches={"Award the contract"}), "in_force", LEDGER),
        ("reserved", GroupAct("open_tender", "premises", 0, "A tender"), "in_force", LEDGER),
        ("suspended", ACT, "suspended", LEDGER),
    ],
)
def test_each_reason_stands_alone(reason: str, act: GroupAct, state: str, ledger: MandateLedger) -> None:
    assert check(GRANTED, state, act, ledger) == OutsideMandate((reason,))


def test_all_reasons_are_said_at_once() -> None:
    act = GroupAct("buy", "education", 900_000, "Employ people", frozenset())
    found = check(GRANTED, "suspended", act, replace(LEDGER, spent_pence=1_499_999))
    assert reasons(found) == ("task", "power", "amount", "total", "reserved", "suspended")
    assert reasons(check(None, "in_force", ACT, MandateLedger())) == ("task", "power", "term")


def test_an_answer_is_never_both_and_never_empty() -> None:
    with pytest.raises(ValueError, match="for a reason"):
        OutsideMandate(())
    with pytest.raises(ValueError, match="nothing or more"):
        check(GRANTED, "in_force", replace(ACT, pence=-1), LEDGER)


@given(_granted, st.sampled_from(STATES), _acts, _ledgers)
@LAW
def test_never_within_when_one_reason_holds(
    granted: GrantedPowers, state: str, act: GroupAct, ledger: MandateLedger
) -> None:
    """Each reason said again in other words; the answer has exactly those."""
    named = {act.power, act.area, f"{act.power}:{act.area}"}
    expected = {
        "task": act.area not in granted.areas,
        "power": act.power not in granted.powers or (act.power not in ("spend", "buy") and act.pence != 0),
        "amount": act.pence != 0 and act.pence + ledger.item_pence > granted.item_pence,
        "total": act.pence != 0
        and ledger.spent_pence + ledger.committed_pence + act.pence > granted.total_pence,
        "term": state in ("proposed", "ended", "withdrawn"),
        "reserved": bool(named & granted.reserved)
        or ("employ people" in granted.reserved and "employ people" in act.words),
        "suspended": state == "suspended",
    }
    found = check(granted, state, act, ledger)
    assert reasons(found) == tuple(reason for reason in REASONS if expected[reason])
    assert isinstance(found, WithinMandate) == (not any(expected.values()))


@given(_granted, _acts, _ledgers, st.integers(0, 60))
@LAW
def test_more_money_is_never_less_outside(
    granted: GrantedPowers, act: GroupAct, ledger: MandateLedger, more: int
) -> None:
    less, greater = (
        set(reasons(check(granted, "in_force", one, ledger)))
        for one in (act, replace(act, pence=act.pence + more))
    )
    assert less <= greater


@given(_granted, st.lists(_acts, max_size=50))
@settings(max_examples=80, database=None)
def test_no_sequence_of_acts_passes_the_total_or_an_item(
    granted: GrantedPowers, acts: list[GroupAct]
) -> None:
    promised: dict[str, int] = {}
    for act in acts:
        item = item_of(act.words)
        ledger = MandateLedger(0, sum(promised.values()), promised.get(item, 0))
        found = check(granted, "in_force", act, ledger)
        if isinstance(found, WithinMandate):
            promised[item] = promised.get(item, 0) + act.pence
            assert found.left_pence == granted.total_pence - sum(promised.values())
        assert sum(promised.values()) <= granted.total_pence
        assert all(pence <= granted.item_pence for pence in promised.values())


def test_the_same_words_are_the_same_item() -> None:
    assert item_of(" A solicitor  checks the Contract. ") == item_of("a solicitor checks the contract")
    assert item_of("Two vans") != item_of("A van")


QUARTERLY = MandateTimes(START, START + timedelta(days=365), report_days=90, grace_days=14)


def test_a_report_is_due_by_rhythm_and_stops_the_group_after_days_of_grace() -> None:
    due = START + timedelta(days=90)
    assert (report_due_at(QUARTERLY), suspends_at(QUARTERLY)) == (due, due + timedelta(days=14))
    assert state_at(QUARTERLY, due + timedelta(days=14) - timedelta(microseconds=1)) == "in_force"
    assert state_at(QUARTERLY, due + timedelta(days=14)) == "suspended"
    late = replace(QUARTERLY, reported_at=due + timedelta(days=30))
    assert state_at(late, due + timedelta(days=30)) == "in_force"
    assert report_due_at(late) == due + timedelta(days=120)


def test_the_last_report_is_due_at_the_end_and_suspends_nothing_after_it() -> None:
    short = replace(QUARTERLY, ends_at=START + timedelta(days=60))
    assert (report_due_at(short), suspends_at(short)) == (short.ends_at, None)
    assert state_at(short, short.ends_at) == "ended"
    assert report_due_at(replace(QUARTERLY, report_days=0)) is None


def test_a_mandate_is_stopped_at_once_and_never_comes_back() -> None:
    stopped = replace(QUARTERLY, stopped_at=START + timedelta(days=10))
    assert state_at(stopped, START + timedelta(days=10)) == "withdrawn"
    assert state_at(replace(stopped, replaced=True), START + timedelta(days=10)) == "ended"
    assert (report_due_at(stopped), state_at(MandateTimes(None, START), START)) == (None, "proposed")


@given(
    st.builds(
        lambda term, days, grace, reported, stopped, replaced: MandateTimes(
            START,
            START + timedelta(days=term),
            days,
            grace,
            reported if reported is None else START + timedelta(days=reported),
            stopped if stopped is None else START + timedelta(days=stopped),
            replaced,
        ),
        st.integers(1, 400),
        st.integers(0, 120),
        st.integers(0, 30),
        st.none() | _days,
        st.none() | _days,
        st.booleans(),
    ),
    st.lists(_days, min_size=2, max_size=20),
)
@LAW
def test_what_is_over_stays_over(times: MandateTimes, days: list[int]) -> None:
    """In force and suspended follow each other; ended and withdrawn are for good, and each other's opposite."""
    states = [state_at(times, START + timedelta(days=day)) for day in sorted(days)]
    over = [state for state in states if state in ("ended", "withdrawn")]
    assert states[len(states) - len(over) :] == over
    assert len(set(over)) <= 1
    assert "proposed" not in states
