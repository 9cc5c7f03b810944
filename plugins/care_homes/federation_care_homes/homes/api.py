"""Homes and counts of their residents, for programs."""

from typing import Any

from flask import Response
from marshmallow import INCLUDE, Schema, fields

from federation.toolkit import Endpoint, actor, answer, permission

from ..blueprint import programs
from ..permissions import COUNT, READ
from . import actions as homes
from .queries import HomeSeen, homes_seen


class CareHomeSchema(Schema):
    """A home. ``residents`` by ODS code are to the nearest few, or null for fewer, where the reader may not see
    them as they are."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True)
    beds = fields.Integer(required=True)
    network = fields.String(required=True)
    practice = fields.String(required=True, allow_none=True)
    residents = fields.Dict(keys=fields.String(), values=fields.Integer(allow_none=True), required=True)
    exact = fields.Boolean(required=True)


class ResidentCountsSchema(Schema):
    """Residents by the ODS code of the practice where they are registered."""

    class Meta:
        """Any ODS code is a field."""

        unknown = INCLUDE


def _told(one: HomeSeen) -> dict[str, Any]:
    home = one.home
    return {
        "code": home.code,
        "name": home.name,
        "kind": home.kind,
        "beds": home.beds,
        "network": home.network,
        "practice": one.practice.code if one.practice else None,
        "residents": {code: one.number(code) for code in one.residents},
        "exact": one.raw,
    }


@programs.route("/care_homes/homes")
class CareHomesView(Endpoint):
    """The homes."""

    @permission(READ)
    @programs.response(200, CareHomeSchema(many=True))
    def get(self) -> Response:
        """All homes by name."""
        return answer([_told(one) for one in homes_seen(actor())])


@programs.route("/care_homes/homes/<code>/residents")
class HomeResidentsView(Endpoint):
    """Counts of residents."""

    @permission(COUNT)
    @programs.arguments(ResidentCountsSchema)
    @programs.response(204)
    def put(self, sent: dict[str, Any], code: str) -> Response:
        """Say how many residents are registered with each practice."""
        homes.count_residents(actor(), code, sent)
        return Response(status=204)
