"""The interface for programs: how it goes in homes."""

from typing import Any

from flask import Response
from marshmallow import Schema, fields

from federation.toolkit import Endpoint, Interface, NotFound, WordsField, actor, answer, permission

from .actions import running, support
from .actions.homes import home_of
from .actions.support import OfferWish
from .models import HomeOffer
from .permissions import READ, SUPPORT, VISIT
from .queries.homes import home_seen, homes_seen
from .queries.report import year_of, years_kept
from .queries.running import admissions_of, chart_of, choices, coarse_chart
from .queries.support import offer_here, offers

blueprint = Interface(
    "api_care_homes_running", __name__, "How it goes in care homes, and what their staff are offered."
)


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


class SupportOfferSchema(Schema):
    """Something for the staff of a home."""

    kind = WordsField(required=True, longest=10)
    title = WordsField(required=True, longest=120)
    words = WordsField(load_default="", longest=2_000)
    places = fields.Integer(load_default=None, allow_none=True)


class OfferEndedSchema(Schema):
    """What came of an offer."""

    taken = fields.Integer(required=True)
    outcome = WordsField(load_default="", longest=2_000)


class TurnoverSchema(Schema):
    """How many in 100 of the staff left."""

    percent = fields.Integer(required=True)


def _offer(row: HomeOffer, code: str) -> dict[str, Any]:
    return {
        "id": row.id,
        "code": code,
        "kind": row.kind,
        "title": row.title,
        "words": row.words,
        "places": row.places,
        "taken": row.taken,
        "ended": row.ended_at is not None,
    }


@blueprint.route("/care_homes/homes/<code>/rounds/<week>")
class HomeRoundView(Endpoint):
    """A weekly round."""

    @permission(VISIT)
    @blueprint.arguments(CareRoundSchema)
    @blueprint.response(204)
    def put(self, sent: dict[str, Any], code: str, week: str) -> Response:
        """Say how the round of a week, like 2026-W40, went."""
        running.keep_round(actor(), code, week, sent["kept"], sent["reviewed"], sent["came"], sent["note"])
        return Response(status=204)


@blueprint.route("/care_homes/homes/<code>/admissions")
class HomeAdmissionsView(Endpoint):
    """Unplanned admissions."""

    @permission(READ)
    @blueprint.response(200)
    def get(self, code: str) -> Response:
        """Admissions for 100 beds in the order of time, with mean, limits and signals; for those whom the home does not concern
        rounded, by year, without limits."""
        seen = home_seen(actor(), home_of(code).id)
        if not seen.raw:
            return answer(coarse_chart(seen.home, seen.small))
        return answer(chart_of(admissions_of(seen.home)))


@blueprint.route("/care_homes/homes/<code>/admissions/<month>")
class HomeMonthView(Endpoint):
    """Unplanned admissions of a month."""

    @permission(VISIT)
    @blueprint.arguments(AdmissionsSchema)
    @blueprint.response(204)
    def put(self, sent: dict[str, Any], code: str, month: str) -> Response:
        """Say how many admissions a month, like 2026-10, had."""
        running.count_admissions(actor(), code, month, sent["admissions"])
        return Response(status=204)


@blueprint.route("/care_homes/homes/<code>/choices")
class HomeChoicesView(Endpoint):
    """What residents of a home chose."""

    @permission(VISIT)
    @blueprint.arguments(ResidentsChoseSchema)
    @blueprint.response(204)
    def put(self, sent: dict[str, Any], code: str) -> Response:
        """Say how many were asked to change practice, and how many stay with their own."""
        running.count_choices(actor(), code, sent["asked"], sent["stayed"])
        return Response(status=204)


@blueprint.route("/care_homes/choices")
class ChoicesView(Endpoint):
    """What residents chose."""

    @permission(READ)
    @blueprint.response(200)
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


@blueprint.route("/care_homes/offers")
class OffersView(Endpoint):
    """Offers to the staff of homes."""

    @permission(READ)
    @blueprint.response(200)
    def get(self) -> Response:
        """All offers, those that stand first."""
        codes = {one.home.id: one.home.code for one in homes_seen(actor())}
        return answer([_offer(one, codes[one.home_id]) for one in offers()])


@blueprint.route("/care_homes/homes/<code>/offers")
class HomeOffersView(Endpoint):
    """Offers to the staff of a home."""

    @permission(SUPPORT)
    @blueprint.arguments(SupportOfferSchema)
    @blueprint.response(201)
    def post(self, sent: dict[str, Any], code: str) -> Response:
        """Offer something."""
        made = support.offer_support(actor(), code, OfferWish(**sent))
        return answer(_offer(offer_here(made), code), 201)


@blueprint.route("/care_homes/offers/<int:offer_id>")
class OfferView(Endpoint):
    """An offer."""

    @permission(SUPPORT)
    @blueprint.arguments(OfferEndedSchema)
    @blueprint.response(204)
    def put(self, sent: dict[str, Any], offer_id: int) -> Response:
        """Say how many took it up, and what came of it."""
        support.end_offer(actor(), offer_id, sent["taken"], sent["outcome"])
        return Response(status=204)


@blueprint.route("/care_homes/homes/<code>/turnover/<quarter>")
class HomeTurnoverView(Endpoint):
    """How many of the staff left."""

    @permission(VISIT)
    @blueprint.arguments(TurnoverSchema)
    @blueprint.response(204)
    def put(self, sent: dict[str, Any], code: str, quarter: str) -> Response:
        """Say how many in 100 left in a quarter, like 2026-Q4."""
        support.note_turnover(actor(), code, quarter, sent["percent"])
        return Response(status=204)


@blueprint.route("/care_homes/report/<int:year>")
class YearReportView(Endpoint):
    """The yearly report."""

    @permission(READ)
    @blueprint.response(200)
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
