"""The yearly report for programs."""

from flask import Response

from federation.toolkit import Endpoint, NotFound, actor, answer, permission

from ..blueprint import programs
from ..permissions import READ
from .queries import year_of, years_kept


@programs.route("/care_homes/report/<int:year>")
class YearReportView(Endpoint):
    """The yearly report."""

    @permission(READ)
    @programs.response(200)
    def get(self, year: int) -> Response:
        """How the year went in each home; counts of residents are rounded, and null for few and before the year is over, where
        the reader may not see them as they are."""
        if year not in years_kept():
            raise NotFound()
        found = year_of(actor(), year)
        return answer(
            [
                {
                    "code": one.seen.home.code,
                    "kept": one.rounds.kept,
                    "weeks": one.rounds.weeks,
                    "came": one.rounds.came,
                    "in_time": found.number(one, one.in_time),
                    "plans": found.number(one, one.plans),
                    "admissions": found.number(one, one.admissions),
                    "pence": one.money,
                    "offers": one.offers,
                }
                for one in found.homes
            ]
        )
