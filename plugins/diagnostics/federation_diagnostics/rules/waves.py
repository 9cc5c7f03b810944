"""Surveys one after the other: what each is called in passing, when people are reminded, and one compared with
another."""

from dataclasses import replace
from datetime import datetime, timedelta

from .comparing import DimensionSample, change
from .headlines import in_short
from .results import SurveyReport

LONGEST = timedelta(days=92)  # from opening to close
SHORTEST = timedelta(hours=1)
RESULTS_ARE_NEW = timedelta(days=14)
BEFORE_A_REMINDER = timedelta(days=1)  # nobody is reminded of what they heard of yesterday


def wave(title: str) -> str:
    """What a survey is called in passing: ``autumn 2026`` of ``Network health, autumn 2026``, else its title."""
    return title.rpartition(",")[2].strip() or title


def midway(opened_at: datetime, closes_at: datetime) -> datetime | None:
    """When people are reminded first: at half time, none where that is too soon after opening."""
    return _unless_too_soon(opened_at, opened_at + (closes_at - opened_at) / 2)


def late(opened_at: datetime, closes_at: datetime, days: int) -> datetime | None:
    """When people are reminded again: so many days before the close, none where that is too soon after opening."""
    return _unless_too_soon(opened_at, closes_at - timedelta(days=days))


def _unless_too_soon(opened_at: datetime, at: datetime) -> datetime | None:
    return at if at - opened_at >= BEFORE_A_REMINDER else None


def compared(report: SurveyReport, base: SurveyReport | None, since: str = "the last survey") -> SurveyReport:
    """A report beside any survey before it; with None, without a comparison. Of published figures alone."""
    comparable = base is not None and report.answered and base.answered
    dimensions = []
    for one in report.dimensions:
        before = base.dimension(one.key) if base is not None and comparable else None
        moved = None
        if base is not None and before is not None:
            moved = change(
                DimensionSample(one.mean, one.spread, report.worth),
                DimensionSample(before.mean, before.spread, base.worth),
            )
        dimensions.append(replace(one, change=moved))
    return replace(report, dimensions=tuple(dimensions), in_short=in_short(dimensions, since))
