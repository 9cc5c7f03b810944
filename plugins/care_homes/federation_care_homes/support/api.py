"""What staff of homes are offered, for programs."""

from typing import Any

from flask import Response
from marshmallow import Schema, fields

from federation.toolkit import Endpoint, WordsField, actor, answer, permission

from ..blueprint import programs
from ..homes.queries import homes_seen
from ..models import HomeOffer
from ..permissions import READ, SUPPORT, VISIT
from . import actions as support
from .actions import OfferWish
from .queries import offer_here, offers


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


@programs.route("/care_homes/offers")
class OffersView(Endpoint):
    """Offers to the staff of homes."""

    @permission(READ)
    @programs.response(200)
    def get(self) -> Response:
        """All offers, those that stand first."""
        codes = {one.home.id: one.home.code for one in homes_seen(actor())}
        return answer([_offer(one, codes[one.home_id]) for one in offers()])


@programs.route("/care_homes/homes/<code>/offers")
class HomeOffersView(Endpoint):
    """Offers to the staff of a home."""

    @permission(SUPPORT)
    @programs.arguments(SupportOfferSchema)
    @programs.response(201)
    def post(self, sent: dict[str, Any], code: str) -> Response:
        """Offer something."""
        made = support.offer_support(actor(), code, OfferWish(**sent))
        return answer(_offer(offer_here(made), code), 201)


@programs.route("/care_homes/offers/<int:offer_id>")
class OfferView(Endpoint):
    """An offer."""

    @permission(SUPPORT)
    @programs.arguments(OfferEndedSchema)
    @programs.response(204)
    def put(self, sent: dict[str, Any], offer_id: int) -> Response:
        """Say how many took it up, and what came of it."""
        support.end_offer(actor(), offer_id, sent["taken"], sent["outcome"])
        return Response(status=204)


@programs.route("/care_homes/homes/<code>/turnover/<quarter>")
class HomeTurnoverView(Endpoint):
    """How many of the staff left."""

    @permission(VISIT)
    @programs.arguments(TurnoverSchema)
    @programs.response(204)
    def put(self, sent: dict[str, Any], code: str, quarter: str) -> Response:
        """Say how many in 100 left in a quarter, like 2026-Q4."""
        support.note_turnover(actor(), code, quarter, sent["percent"])
        return Response(status=204)
