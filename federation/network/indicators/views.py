"""The pages of indicators: which there are, and one with its practices."""

from datetime import date
from typing import Any

from flask import Response, render_template

from federation.kernel.charts import DrawnChart, percent_of, time_chart
from federation.kernel.days import time_now
from federation.kernel.web import here, permission
from federation.network.blueprint import OURS, blueprint
from federation.network.indicators import queries
from federation.network.indicators.lists import FigureFilter, practices_of

FIGURES = f"{OURS}/figures"
_ENOUGH = 3
"""A line through fewer months says nothing."""


@blueprint.get(f"{FIGURES}/")
@permission("network.read")
def figures() -> str:
    """What members read of themselves, each with its sum."""
    since, until = queries.window(time_now())
    found = [(one, queries.sum_of(one, since, until)) for one in queries.indicators(here().plugins).values()]
    return render_template("network/indicators/list.html", found=found, since=since, percent_of=percent_of)


@blueprint.get(f"{FIGURES}/<plain:figure_key>")
@permission("network.read")
def figure(figure_key: str) -> str:
    """One figure: over time, and by practice."""
    indicator = queries.indicator_keyed(figure_key, here().plugins)
    since, until = queries.window(time_now())
    found = queries.sum_of(indicator, since, until)
    return render_template(
        "network/indicators/one.html",
        indicator=indicator,
        found=found,
        since=since,
        share=percent_of(found.share) if found.share is not None else "",
        drawn=_drawn(indicator.title, found),
        listed=practices_of(indicator, since, until).page(FigureFilter()),
    )


@blueprint.get(f"{FIGURES}/<plain:figure_key>/practices.csv")
@permission("network.read")
def figure_csv(figure_key: str) -> Response:
    """The practices that the filters leave, as a spreadsheet."""
    indicator = queries.indicator_keyed(figure_key, here().plugins)
    listing = practices_of(indicator, *queries.window(time_now()))
    return listing.file(f"{indicator.key}.csv", FigureFilter())


def _drawn(title: str, found: queries.IndicatorSum) -> DrawnChart | None:
    if len(found.months) < _ENOUGH:
        return None
    values: list[tuple[str, Any]] = [(_month(one.month), one.share) for one in found.months]
    return time_chart(values, title, shown=percent_of, bounds=(0, 1))


def _month(day: date) -> str:
    return f"{day:%b %Y}"
