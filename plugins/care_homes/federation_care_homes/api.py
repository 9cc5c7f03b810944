"""The interface for programs: homes, and which practice looks after which."""

from typing import Any

from flask import Response
from marshmallow import INCLUDE, Schema, fields

from federation.toolkit import Endpoint, Interface, LooseField, WordsField, actor, answer, permission

from .actions import aligning, homes, proposing
from .actions.aligning import AlignmentWish, ShortOfBeds
from .permissions import ALIGN, COUNT, PROPOSE, READ
from .queries import alternatives as kept
from .queries.homes import HomeSeen, homes_seen

blueprint = Interface("api_care_homes", __name__, "Care homes, and which practice looks after which.")


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


class AlignmentWeightsSchema(Schema):
    """What a resident who is asked, and a metre, count."""

    moves = fields.Integer(required=True)
    metres = fields.Integer(required=True)


class AlignmentWishSchema(Schema):
    """What an alternative is to keep to."""

    title = WordsField(load_default="Alternative")
    bed_cap = LooseField(load_default=None, allow_none=True)
    weights = fields.Nested(AlignmentWeightsSchema, load_default=None, allow_none=True)
    fixed = fields.Dict(keys=fields.String(), values=WordsField(), load_default=dict)
    furthest = fields.Integer(load_default=None, allow_none=True)


class AlternativeSchema(Schema):
    """An alternative as it was worked out."""

    id = fields.Integer(required=True)
    title = fields.String(required=True)
    cost = fields.Integer(required=True)
    moves = fields.Integer(required=True)
    metres = fields.Integer(required=True)
    homes = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    binding = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    gap = fields.Integer(required=True)


class ChosenAlternativesSchema(Schema):
    """The alternatives that members choose among."""

    ids = fields.List(fields.Integer(), required=True)


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


@blueprint.route("/care_homes/homes")
class CareHomesView(Endpoint):
    """The homes."""

    @permission(READ)
    @blueprint.response(200, CareHomeSchema(many=True))
    def get(self) -> Response:
        """All homes by name."""
        return answer([_told(one) for one in homes_seen(actor())])


@blueprint.route("/care_homes/homes/<code>/residents")
class HomeResidentsView(Endpoint):
    """Counts of residents."""

    @permission(COUNT)
    @blueprint.arguments(ResidentCountsSchema)
    @blueprint.response(204)
    def put(self, sent: dict[str, Any], code: str) -> Response:
        """Say how many residents are registered with each practice."""
        homes.count_residents(actor(), code, sent)
        return Response(status=204)


@blueprint.route("/care_homes/alignments")
class AlternativesView(Endpoint):
    """Alternatives."""

    @permission(ALIGN)
    @blueprint.response(200, AlternativeSchema(many=True))
    def get(self) -> Response:
        """The latest alternatives."""
        return answer([kept.told(one) for one in kept.alternatives()])

    @permission(ALIGN)
    @blueprint.arguments(AlignmentWishSchema)
    @blueprint.response(201, AlternativeSchema)
    def post(self, sent: dict[str, Any]) -> Response:
        """Work one out; 409 with ``short_by`` where the caps leave no way."""
        weights = sent["weights"] or {}
        wish = AlignmentWish(
            sent["title"],
            weights.get("moves"),
            weights.get("metres"),
            aligning.read_cap(sent["bed_cap"]),
            sent["fixed"],
            sent["furthest"],
        )
        try:
            made = aligning.work_out(actor(), wish)
        except ShortOfBeds as short:
            return answer({"short_by": short.short_by, "detail": short.words}, 409)
        return answer(kept.told(kept.alternative_here(made)), 201)


@blueprint.route("/care_homes/alignments/propose")
class ProposeAlternativesView(Endpoint):
    """The members choose."""

    @permission(PROPOSE)
    @blueprint.arguments(ChosenAlternativesSchema)
    @blueprint.response(201)
    def post(self, sent: dict[str, Any]) -> Response:
        """Begin a proposal in which the members choose among alternatives."""
        return answer({"decision": proposing.propose_alternatives(actor(), sent["ids"])}, 201)
