"""What is fixed before any bid, how it is shared, and the times: by plain values and by laws."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from federation.kernel.measures import CannotShare
from federation.kernel.working_days import add_working_days
from federation.tendering.preparing.rules.content import (
    SCALE,
    TenderContent,
    TenderCriterion,
    TenderLot,
    content_fingerprint,
    content_json,
    content_problems,
    read_content,
)
from federation.tendering.preparing.rules.sharing import (
    SharingPractice,
    SharingWay,
    queue_of,
    share_out,
    sharing_fingerprint,
)
from federation.tendering.preparing.rules.thresholds import DatedThreshold, thresholds_on
from federation.tendering.preparing.rules.timetable import short_by_days
from federation.tendering.stages import TenderTimes, stage_of, steps_of

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
CONTENT = TenderContent(
    need="Visits at home on weekdays, for all practices.",
    regime="own",
    advised_by="Moss and Tarn Solicitors",
    value_pence=155_610_000,
    lots=(TenderLot("North", ""), TenderLot("South", "With the islands")),
    criteria=(
        TenderCriterion("c1", "Safe care", "How visits are kept safe", 40),
        TenderCriterion("c2", "Working with practices", "", 20),
    ),
    scale=SCALE,
    price_points=40,
    price_formula="lowest",
    floor=35,
    tie="quality",
    questions_until=NOW + timedelta(days=20),
    closes_at=NOW + timedelta(days=30),
    award_by=date(2027, 2, 26),
    starts_on=date(2027, 4, 1),
    ends_on=date(2029, 3, 31),
    standstill_days=8,
    social_value="",
)
SCREEN = {
    "Z99001": (11240, 1101),
    "Z99002": (16480, 1615),
    "Z99003": (8910, 873),
    "Z99004": (4370, 500),
    "Z99005": (13050, 1279),
    "Z99006": (19860, 1946),
    "Z99007": (6120, 600),
    "Z99008": (9730, 953),
    "Z99009": (7480, 733),
    "Z99010": (12310, 1206),
    "Z99011": (3290, 500),
    "Z99012": (10660, 1044),
}
"""Patients of twelve practices, and what each gets of 12,350 visits by patients and with 500 at least."""
TWELVE = [SharingPractice(code, patients) for code, (patients, _) in SCREEN.items()]


def problems(**changes: object) -> dict[str, str]:
    found = content_problems(replace(CONTENT, **changes), NOW)  # type: ignore[arg-type]
    return {field: words for words, field in found}


def test_a_content_is_read_as_it_was_written_and_known_by_every_letter() -> None:
    kept = content_json(CONTENT)
    assert read_content(kept) == CONTENT
    assert content_problems is not None and problems() == {}
    prints = {content_fingerprint(kept)}
    changes = [
        {"need": "Visits at home on weekdays, for all practices"},
        {"price_points": 41},
        {"floor": 34},
        {"closes_at": CONTENT.closes_at + timedelta(seconds=1)},
        {"criteria": (*CONTENT.criteria[:1], replace(CONTENT.criteria[1], points=21))},
    ]
    for change in changes:
        prints.add(content_fingerprint(content_json(replace(CONTENT, **change))))  # type: ignore[arg-type]
    assert len(prints) == 6


def test_what_is_wrong_is_said_at_its_field() -> None:
    assert problems(price_points=30) == {
        "criteria": "The points must make 100. Quality has 60 and price 30: that is 90"
    }
    assert list(problems(floor=61)) == ["floor"]
    assert list(problems(price_formula="guess")) == ["price_formula"]
    assert list(problems(regime="none")) == ["regime"]
    assert list(problems(closes_at=NOW, questions_until=None)) == ["closes_at"]
    assert list(problems(questions_until=CONTENT.closes_at + timedelta(1))) == ["questions_until"]
    assert list(problems(ends_on=date(2027, 3, 31))) == ["ends_on"]
    assert list(problems(criteria=(CONTENT.criteria[0], replace(CONTENT.criteria[0], points=20)))) == [
        "criteria"
    ]
    assert list(
        problems(criteria=(replace(CONTENT.criteria[0], points=60), replace(CONTENT.criteria[1], points=0)))
    ) == ["criteria"]
    assert problems(criteria=(), price_points=100, floor=0) == {}


def test_a_standstill_is_counted_in_working_days() -> None:
    assert add_working_days(date(2026, 1, 5), 8) == date(2026, 1, 15)
    assert add_working_days(date(2027, 3, 1), 8) == date(2027, 3, 11)
    assert add_working_days(date(2026, 12, 23), 2) == date(2026, 12, 29)
    assert (short_by_days("act", NOW, NOW + timedelta(days=10)), short_by_days("selection", NOW, NOW)) == (
        15,
        0,
    )


def test_thresholds_hold_from_their_day_and_can_be_entered() -> None:
    old, new = thresholds_on(date(2025, 12, 31)), thresholds_on(date(2026, 1, 1))
    assert (old["sub_central"].pence, new["sub_central"].pence) == (21_490_400, 20_772_000)
    assert new["light_touch"].pence == 66_354_000 and thresholds_on(date(2020, 1, 1)) == {}
    entered = [DatedThreshold("sub_central", date(2028, 1, 1), 19_900_000)]
    assert thresholds_on(date(2027, 12, 31), entered)["sub_central"].pence == 20_772_000
    assert thresholds_on(date(2028, 1, 1), entered)["sub_central"].pence == 19_900_000


def test_twelve_practices_share_by_patients_with_a_minimum() -> None:
    way = SharingWay("patients", 12_350, "visits a year", 500)
    assert share_out(way, TWELVE) == {code: got for code, (_, got) in SCREEN.items()}
    assert share_out(SharingWay("equal", 14, "turns"), TWELVE)["Z99006"] == 2
    weights = {"Z99001": 3, "Z99002": 1}
    assert share_out(SharingWay("need", 8, "beds", weights=weights), TWELVE[:3]) == {
        "Z99001": 6,
        "Z99002": 2,
        "Z99003": 0,
    }
    with pytest.raises(CannotShare) as found:
        share_out(SharingWay("patients", 100, "visits", 10), TWELVE)
    assert (found.value.short_by, found.value.too_little) == (20, True)
    assert sharing_fingerprint(way) != sharing_fingerprint(replace(way, most=2000))


def test_a_rotation_goes_on_where_it_stopped() -> None:
    three = TWELVE[:3]
    queue = queue_of(three, None)
    assert queue == {"Z99003": 1, "Z99001": 2, "Z99002": 3}
    first = SharingWay("rotation", 2, "clinics", 0, 1, queue)
    assert share_out(first, three) == {"Z99001": 1, "Z99002": 0, "Z99003": 1}
    later = queue_of([*three, TWELVE[3]], first)
    assert later == {"Z99002": 1, "Z99004": 2, "Z99003": 3, "Z99001": 4}
    assert share_out(replace(first, weights=later), [*three, TWELVE[3]]) == {
        "Z99001": 0,
        "Z99002": 1,
        "Z99003": 0,
        "Z99004": 1,
    }
    with pytest.raises(CannotShare):
        share_out(replace(first, total=4), three)


@given(
    st.sampled_from(("equal", "patients", "need", "capacity", "rotation")),
    st.integers(1, 40_000),
    st.integers(0, 900),
    st.none() | st.integers(900, 9_000),
    st.permutations(TWELVE),
)
def test_shares_add_up_whatever_the_order(
    basis: str, total: int, least: int, most: int | None, entered: list[SharingPractice]
) -> None:
    weights = {one.code: place for place, one in enumerate(TWELVE, 1)}
    way = SharingWay(basis, total, "visits", least, most, weights)
    try:
        shares = share_out(way, entered)
    except CannotShare as error:
        short = 12 * least - total if error.too_little else total - 12 * (most or 0)
        assert error.short_by == short > 0
        return
    assert sum(shares.values()) == total and shares == share_out(way, TWELVE)
    assert all(least <= got and (most is None or got <= most) for got in shares.values())


def test_where_a_tender_is_follows_from_its_times() -> None:
    times = TenderTimes()
    found = [stage_of(times, NOW)]
    for name in ("started_at", "shared_at", "opened_at", "scored_at", "vote_opened_at", "awarded_at"):
        times = replace(times, **{name: NOW - timedelta(hours=1)})
        found.append(stage_of(times, NOW))
    assert found == ["drafting", "started", "open", "opened", "scored", "voting", "contract"]
    both = TenderTimes(started_at=NOW, shared_at=NOW, closes_at=NOW + timedelta(1))
    assert (stage_of(both, NOW), stage_of(both, NOW + timedelta(1))) == ("open", "closed")
    held = replace(times, standstill_until=NOW + timedelta(days=8))
    assert (stage_of(held, NOW), stage_of(held, held.standstill_until or NOW)) == ("standstill", "contract")
    assert stage_of(replace(times, cancelled_at=NOW), NOW) == "cancelled"
    assert [one.state for one in steps_of(both, NOW)] == ["done", "done", "now", *["later"] * 5]
    assert stage_of(TenderTimes(shared_at=NOW), NOW) == "drafting"
