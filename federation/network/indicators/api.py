"""Indicators, for programs."""

from typing import Any

from flask import Response

from federation.kernel.api import Endpoint, PartQuerySchema, answer
from federation.kernel.days import time_now
from federation.kernel.web import here, permission
from federation.network.blueprint import programs
from federation.network.indicators import queries, schemas
from federation.plugin.feature import Indicator


@programs.route("/indicators")
class IndicatorsView(Endpoint):
    """Figures that members read of themselves."""

    @permission("network.read")
    @programs.response(200, schemas.IndicatorsSchema)
    def get(self) -> Response:
        """Every figure, with its sum of the last twelve months."""
        window = queries.window(time_now())
        found = queries.indicators(here().plugins).values()
        return answer({"items": [_shown(one, queries.sum_of(one, *window)) for one in found]})


@programs.route("/indicators/<plain:figure_key>")
class IndicatorView(Endpoint):
    """One figure."""

    @permission("network.read")
    @programs.arguments(PartQuerySchema, location="query")
    @programs.response(200, schemas.FigureSchema)
    def get(self, sent: dict[str, Any], figure_key: str) -> Response:
        """A figure by month, and a part of its practices in order of code."""
        indicator = queries.indicator_keyed(figure_key, here().plugins)
        window, limit = queries.window(time_now()), sent["limit"]
        found = queries.sum_of(indicator, *window)
        rows = queries.rows_after(indicator, *window, sent["after"], limit + 1)
        return answer(
            {
                **_shown(indicator, found),
                "months": [
                    {"month": one.month.isoformat(), "part": one.part, "whole": one.whole}
                    for one in found.months
                ],
                "items": [
                    {"practice": row.code, "name": row.name, "part": row.part, "whole": row.whole}
                    for row in rows[:limit]
                ],
                "next": rows[limit - 1].code if len(rows) > limit else None,
            }
        )


def _shown(indicator: Indicator, found: queries.IndicatorSum) -> dict[str, Any]:
    share = found.share
    return {
        "key": indicator.key,
        "title": indicator.title,
        "words": indicator.words,
        "part": found.part,
        "whole": found.whole,
        "share": None if share is None else f"{share.numerator}/{share.denominator}",
    }
