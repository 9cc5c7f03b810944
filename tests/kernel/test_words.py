"""Dates, numbers and text as the screens say them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from federation.kernel.words import (
    LONDON,
    day,
    days_until,
    in_days,
    moment,
    money,
    number,
    paragraphs,
    percent,
    plural,
    tag,
)


@pytest.mark.parametrize(
    ("utc", "said"),
    [
        (datetime(2026, 11, 27, 17, tzinfo=UTC), "27 November 2026, 5pm"),
        (datetime(2026, 11, 27, 12, tzinfo=UTC), "27 November 2026, 12 noon"),
        (datetime(2026, 11, 27, 12, 4, tzinfo=UTC), "27 November 2026, 12.04pm"),
        (datetime(2026, 11, 27, 0, 0, tzinfo=UTC), "27 November 2026, midnight"),
        (datetime(2026, 11, 27, 0, 30, tzinfo=UTC), "27 November 2026, 12.30am"),
        (datetime(2026, 11, 27, 9, 30, tzinfo=UTC), "27 November 2026, 9.30am"),
        (datetime(2026, 7, 1, 23, 0, tzinfo=UTC), "2 July 2026, midnight"),
        (datetime(2026, 7, 1, 16, 0, tzinfo=UTC), "1 July 2026, 5pm"),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "25 October 2026, 1.30am"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "25 October 2026, 1.30am"),
        (datetime(2027, 3, 28, 1, 0, tzinfo=UTC), "28 March 2027, 2am"),
        (datetime(2026, 7, 1, 9, 5, tzinfo=LONDON), "1 July 2026, 9.05am"),
    ],
)
def test_a_moment_is_said_on_english_clocks(utc: datetime, said: str) -> None:
    assert moment(utc) == said


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        moment(datetime(2026, 1, 1, 12))


def test_a_day_is_the_day_in_england() -> None:
    assert day(date(2027, 5, 28)) == "28 May 2027"
    assert day(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)) == "2 July 2026"


def test_numbers_have_commas() -> None:
    assert [number(n) for n in (0, 999, 1000, 123500, -1234)] == ["0", "999", "1,000", "123,500", "-1,234"]


def test_money_is_pounds_and_the_pence_that_there_are() -> None:
    assert [money(p) for p in (312000, 312050, 5, 0, -150)] == [
        "£3,120",
        "£3,120.50",
        "£0.05",
        "£0",
        "−£1.50",
    ]


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        (8, 10, "80.0%"),
        (74990, 107160, "70.0%"),
        (2, 3, "66.7%"),
        (1, 3, "33.3%"),
        (1, 2000, "0.1%"),
        (1, 2001, "0.0%"),
        (0, 0, "0.0%"),
        (1, 1, "100.0%"),
        (5, 4, "125.0%"),
        (10**30 + 1, 2 * 10**30, "50.0%"),
    ],
)
def test_percentages_are_exact_to_one_place(part: int, whole: int, said: str) -> None:
    assert percent(part, whole) == said


def test_a_percentage_without_places() -> None:
    assert percent(2, 3, 0) == "67%"


@pytest.mark.parametrize(
    ("closes", "said"),
    [
        (timedelta(days=3, hours=3), "Closes in 3 days"),
        (timedelta(days=1), "Closes tomorrow"),
        (timedelta(hours=3), "Closes today"),
        (timedelta(hours=11), "Closes tomorrow"),
        (timedelta(0), "Closed"),
        (timedelta(days=-2), "Closed"),
    ],
)
def test_in_days_counts_days_of_the_calendar(closes: timedelta, said: str) -> None:
    now = datetime(2026, 11, 24, 14, tzinfo=UTC)
    assert in_days(now + closes, now) == said


def test_in_days_takes_other_verbs() -> None:
    now = datetime(2026, 11, 24, 14, tzinfo=UTC)
    assert in_days(now + timedelta(days=7), now, "Answer", "Overdue") == "Answer in 7 days"
    assert days_until(now - timedelta(days=4), now) == -4


def test_plural() -> None:
    assert [plural(n, "practice") for n in (0, 1, 1200)] == ["0 practices", "1 practice", "1,200 practices"]
    assert plural(2, "body", "bodies") == "2 bodies"


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("", ""),
        (" \n ", ""),
        ("One.", "<p>One.</p>"),
        ("One\r\ntwo", "<p>One<br>two</p>"),
        ("One\n\n\n \n two", "<p>One</p>\n<p>two</p>"),
        ("Both:\n- a\n- b\nthen", "<p>Both:</p>\n<ul><li>a</li><li>b</li></ul>\n<p>then</p>"),
        ("- \n-x", "<p>-<br>-x</p>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("- <b>", "<ul><li>&lt;b&gt;</li></ul>"),
        (
            "See https://example.org/a?b=1&c=2.",
            '<p>See <a href="https://example.org/a?b=1&amp;c=2" rel="noopener nofollow">'
            "https://example.org/a?b=1&amp;c=2</a>.</p>",
        ),
        (
            "(http://example.org/x_(y))",
            '<p>(<a href="http://example.org/x_(y)" rel="noopener nofollow">http://example.org/x_(y)</a>)</p>',
        ),
        ("javascript://example.org/%0aalert(1)", "<p>javascript://example.org/%0aalert(1)</p>"),
        ("data:text/html,x ftp://example.org", "<p>data:text/html,x ftp://example.org</p>"),
        ("https://", "<p>https://</p>"),
        ("https://user:secret@example.org/", "<p>https://user:secret@example.org/</p>"),
        (
            'https://example.org/"onmouseover="x',
            '<p><a href="https://example.org/" rel="noopener nofollow">https://example.org/</a>'
            "&#34;onmouseover=&#34;x</p>",
        ),
        (
            "https://example.org/<b>",
            '<p><a href="https://example.org/" rel="noopener nofollow">https://example.org/</a>&lt;b&gt;</p>',
        ),
    ],
)
def test_typed_text_becomes_paragraphs_lists_and_links(typed: str, html: str) -> None:
    assert str(paragraphs(typed)) == html


def test_hostile_text_is_read_in_straight_time() -> None:
    for text in (
        "\n \n" * 20000,
        "https://" * 20000,
        "- " * 20000,
        "https://a" + ")" * 50000,
        "https://" + "a." * 30000,
    ):
        paragraphs(text)


def test_a_tag_escapes_its_word_and_knows_its_colours() -> None:
    assert tag("<For>", "green") == '<strong class="nhsuk-tag nhsuk-tag--green">&lt;For&gt;</strong>'
    assert "nhsuk-tag--aqua-green" in tag("Noted", "aqua")
    with pytest.raises(KeyError):
        tag("For", "mauve")
