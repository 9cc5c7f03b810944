"""How it goes in homes, for programs."""

from typing import Any

from flask import Response
from marshmallow import Schema, fields

from federation.toolkit import Endpoint, WordsField, actor, answer, permission

from ..blueprint import programs
from ..homes.actions import home_of
from ..homes.queries import home_seen, homes_seen
from ..permissions import READ, VISIT
from . import actions as running
from .queries import admissions_of, chart_of, choices, coarse_chart


class CareRoundSchema(Schema):
    """A weekly round; ``came`` are roles."""

    kept = fields.Boolean(required=True)
    reviewed = fields.Integer(load_default=0)
    came = fields.List(WordsField(), load_default=list)
    note = WordsField(load_default="")


class AdmissionsSchema(Schema):
    """Unplanned admissions to hospital in a month."""

    admissions = fields.Integer(required=True)


class ResidentsChoseSchema(Schema):
    """Residents who were asked, and who stay with their practice."""

    asked = fields.Integer(required=True)
    stayed = fields.Integer(required=True)


@programs.route("/care_homes/homes/<code>/rounds/<week>")
class HomeRoundView(Endpoint):
    """A weekly round."""

    @permission(VISIT)
    @programs.arguments(CareRoundSchema)
    @programs.response(204)
    def put(self, sent: dict[str, Any], code: str, week: str) -> Response:
        """Say how the round of a week, like 2026-W40, went."""
        running.keep_round(actor(), code, week, sent["kept"], sent["reviewed"], sent["came"], sent["note"])
        return Response(status=204)


@programs.route("/care_homes/homes/<code>/admissions")
class HomeAdmissionsView(Endpoint):
    """Unplanned admissions."""

    @permission(READ)
    @programs.response(200)
    def get(self, code: str) -> Response:
        """Admissions for 100 beds in the order of time, with mean, limits and signals; for those whom the home does not concern
        rounded, by year, without limits."""
        seen = home_seen(actor(), home_of(code).id)
        if not seen.raw:
            return answer(coarse_chart(seen.home, seen.small))
        return answer(chart_of(admissions_of(seen.home)))


@programs.route("/care_homes/homes/<code>/admissions/<month>")
class HomeMonthView(Endpoint):
    """Unplanned admissions of a month."""

    @permission(VISIT)
    @programs.arguments(AdmissionsSchema)
    @programs.response(204)
    def put(self, sent: dict[str, Any], code: str, month: str) -> Response:
        """Say how many admissions a month, like 2026-10, had."""
        running.count_admissions(actor(), code, month, sent["admissions"])
        return Response(status=204)


@programs.route("/care_homes/homes/<code>/choices")
class HomeChoicesView(Endpoint):
    """What residents of a home chose."""

    @permission(VISIT)
    @programs.arguments(ResidentsChoseSchema)
    @programs.response(204)
    def put(self, sent: dict[str, Any], code: str) -> Response:
        """Say how many were asked to change practice, and how many stay with their own."""
        running.count_choices(actor(), code, sent["asked"], sent["stayed"])
        return Response(status=204)


@programs.route("/care_homes/choices")
class ChoicesView(Endpoint):
    """What residents chose."""

    @permission(READ)
    @programs.response(200)
    def get(self) -> Response:
        """In each home, rounded where the reader may not see counts as they are, and null for few."""
        seen = {one.home.id: one for one in homes_seen(actor())}
        rows = [(seen[one.home_id], one) for one in choices()]
        return answer(
            [
                {"code": home.home.code, "asked": home.figure(one.asked), "stayed": home.figure(one.stayed)}
                for home, one in rows
            ]
        )
