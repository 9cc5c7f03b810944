"""Surveys one after the other: names, reminders, comparisons, and what became of a finding."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from federation_diagnostics.rules.findings import FINDINGS, effect, finding, share
from federation_diagnostics.rules.questionnaire import DIMENSIONS, ITEMS
from federation_diagnostics.rules.report import report
from federation_diagnostics.rules.waves import compared, late, midway, wave
from hypothesis import given
from hypothesis import strategies as st
from surveyed import alike, invited

START = datetime(2026, 11, 1, 9, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Network health, autumn 2026", "autumn 2026"),
        ("How we are, in short, May 2027", "May 2027"),
        ("Autumn 2026", "Autumn 2026"),
        ("Network health,", "Network health,"),
    ],
)
def test_what_a_survey_is_called_in_passing(title: str, said: str) -> None:
    assert wave(title) == said


@given(st.integers(1, 92), st.integers(1, 14))
def test_reminders_come_a_day_after_opening_or_later_and_before_the_close(days: int, before: int) -> None:
    closes = START + days * DAY
    for at in (midway(START, closes), late(START, closes, before)):
        assert at is None or START + DAY <= at < closes
    assert late(START, closes, before) == (closes - before * DAY if days > before else None)
    assert (midway(START, closes) is None) == (days < 2)


def made(*numbers: int, practice: str = "A") -> object:
    answers = alike(practice, *numbers)
    return report(answers, invited(answers))


def test_compared_with_any_survey() -> None:
    first, second = made(*[2] * 6, *[3] * 6), made(*[3] * 6, *[4] * 6)
    third = report(alike("A", *[4] * 6, *[5] * 6), {"A": 20}, second)
    assert third == compared(third, second)
    assert compared(third, None) == report(alike("A", *[4] * 6, *[5] * 6), {"A": 20})
    beside_first = compared(third, first, "spring 2026")
    assert [(one.label, one.words) for one in beside_first.in_short][1] == (
        "Most improved",
        "purpose and vision, up 2.0 since spring 2026.",
    )
    assert [one.change.words for one in beside_first.dimensions if one.change][:2] == ["Up 2.0", "No change"]
    nobody = report([], {"A": 4})
    assert {one.change for one in compared(third, nobody).dimensions} == {None}
    assert {one.change for one in compared(nobody, third).dimensions} == {None}


def test_everything_found_can_be_a_finding() -> None:
    found = made(*[2] * 6, *[4] * 6)
    assert (*(one.key for one in DIMENSIONS), *ITEMS) == FINDINGS
    for key in FINDINGS:
        one = finding(found, key)
        assert one is not None
        assert one.suggested_title
        assert one.reasons("Network health, autumn 2026", found.response_words)
    assert finding(found, "weather") is None


def test_a_finding_in_words() -> None:
    found = made(*[2] * 6, *[4] * 6)
    dimension, statement = finding(found, "vision"), finding(found, "vision_shared")
    assert dimension is not None
    assert statement is not None
    assert (dimension.title, dimension.figure) == ("Purpose and vision", "3.0 of 5")
    words = "‘My practice and the federation want the same thing for local people’"
    assert (statement.title, statement.figure) == (words, "50% agree")
    assert dimension.suggested_title == "What we do about purpose and vision"
    assert statement.suggested_title == f"What we do about {words}"
    assert dimension.reasons("Autumn", "12 people answered") == (
        "In the survey “Autumn” purpose and vision came out at 3.0 of 5. 12 people answered. "
        "Agreement with each other: Medium (0.50).\n\n"
        "- I can say in one sentence what this federation is for: 50% agree\n"
        "- My practice and the federation want the same thing for local people: 50% agree\n"
        "- We would know if we had achieved our purpose: 50% agree"
    )
    assert statement.reasons("Autumn", "12 people answered") == (
        f"In the survey “Autumn” {words} came out at 50% agree. 12 people answered."
    )


def test_shares_with_bounds_and_without() -> None:
    item = made(*[2] * 6, *[4] * 6).dimensions[0].items[0]
    bound = replace(item, agree=replace(item.agree, value=Decimal("93"), bound="or more"))
    hidden = replace(item, agree=replace(item.agree, value=None, why="Too few."))
    assert [share(one) for one in (item, bound, hidden)] == ["50% agree", "93% or more agree", "Not shown"]


def test_what_became_of_a_finding() -> None:
    low, high = made(*[2] * 6, *[3] * 6), made(*[4] * 6, *[3] * 6)
    then, now = ("autumn 2026", low), ("spring 2027", high)
    assert (
        effect("vision", then, now)
        == "Purpose and vision was 2.5 of 5 in autumn 2026, 3.5 of 5 in spring 2027: up 1.0."
    )
    assert effect("vision_shared", then, now) == (
        "‘My practice and the federation want the same thing for local people’ was 34% or less agree in autumn "
        "2026, 50% agree in spring 2027."
    )
    assert effect("direction", then, now).endswith(": no change.")
    near = ("spring 2027", made(*[2] * 5, *[3] * 7))
    assert effect("vision", then, near).endswith(": up 0.1, which may be chance.")
    few = ("spring 2027", made(4, 4, 4))
    assert effect("vision", then, few).endswith("Not shown in spring 2027.")
    assert effect("vision", then, ("spring 2027", report([], {"A": 3}))).endswith("Not shown in spring 2027.")
    assert effect("weather", then, now) == ""
