"""The yearly report: a page to read and to print, and a spreadsheet."""

from collections.abc import Iterator
from typing import Any

from flask import Response, render_template

from federation.toolkit import NotFound, actor, csv_response, permission

from ..blueprint import blueprint
from ..permissions import READ
from ..running.rules import ROLES
from .queries import YearReport, year_of, years_kept

_HEADS = (
    *("Home", "Looked after by", "Beds", "Rounds kept", "Weeks", *ROLES.values()),
    *("Plans in time", "Plans", "Unplanned admissions", "Residents asked", "Stay with their practice"),
    *("Offers to staff", "Pounds a year"),
)


def _report(year: int) -> YearReport:
    if year not in years_kept():
        raise NotFound()
    return year_of(actor(), year)


@blueprint.get("/report/<int:year>")
@permission(READ)
def report(year: int) -> str:
    """How the year went in all homes."""
    found = _report(year)
    came = [
        (words, sum(one.rounds.came.get(role, 0) for one in found.homes)) for role, words in ROLES.items()
    ]
    return render_template(
        "care_homes/page/report.html",
        report=found,
        came=[(words, count, 100 * count // max(1, found.kept)) for words, count in came if count],
        years=years_kept(),
        lines=list(_short(found)),
        homes=[one for one in found.homes if one.seen.practice],
    )


def _short(found: YearReport) -> Iterator[tuple[str, ...]]:
    for one in found.homes:
        plans, admissions = found.words(one, one.plans), found.words(one, one.admissions)
        yield (
            one.seen.home.name,
            one.seen.called or "No practice yet",
            f"{one.rounds.kept} of {one.rounds.weeks}",
            f"{found.words(one, one.in_time)} of {plans}" if plans else "Not said",
            admissions or "Not said",
            f"{one.offers}",
        )


@blueprint.get("/report/<int:year>.csv")
@permission(READ)
def report_csv(year: int) -> Response:
    """The same as a spreadsheet, a line for each home."""
    found = _report(year)
    return csv_response(f"care-homes-{year}.csv", _HEADS, [tuple(line) for line in _lines(found)])


def _lines(found: YearReport) -> Iterator[Iterator[Any]]:
    for one in found.homes:
        yield _line(found, one)


def _line(found: YearReport, one: Any) -> Iterator[Any]:
    home, choice = one.seen.home, one.choice
    yield from (home.name, one.seen.called, home.beds, one.rounds.kept, one.rounds.weeks)
    yield from (one.rounds.came.get(role, 0) for role in ROLES)
    yield from (found.words(one, count) for count in (one.in_time, one.plans, one.admissions))
    yield from (one.seen.told(count) for count in ((choice.asked, choice.stayed) if choice else ()))
    yield from () if choice else ("", "")
    yield from (one.offers, f"{one.money / 100:.2f}")
