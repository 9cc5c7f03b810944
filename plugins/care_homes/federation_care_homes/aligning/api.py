"""Alternatives for programs."""

from typing import Any

from flask import Response
from marshmallow import Schema, fields

from federation.toolkit import Endpoint, LooseField, WordsField, actor, answer, permission

from ..blueprint import programs
from ..permissions import ALIGN, PROPOSE
from . import queries as kept
from .actions import proposing, working_out
from .actions.working_out import AlignmentWish, ShortOfBeds


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


@programs.route("/care_homes/alignments")
class AlternativesView(Endpoint):
    """Alternatives."""

    @permission(ALIGN)
    @programs.response(200, AlternativeSchema(many=True))
    def get(self) -> Response:
        """The latest alternatives."""
        return answer([kept.told(one) for one in kept.alternatives()])

    @permission(ALIGN)
    @programs.arguments(AlignmentWishSchema)
    @programs.response(201, AlternativeSchema)
    def post(self, sent: dict[str, Any]) -> Response:
        """Work one out; 409 with ``short_by`` where the caps leave no way."""
        weights = sent["weights"] or {}
        wish = AlignmentWish(
            sent["title"],
            weights.get("moves"),
            weights.get("metres"),
            working_out.read_cap(sent["bed_cap"]),
            sent["fixed"],
            sent["furthest"],
        )
        try:
            made = working_out.work_out(actor(), wish)
        except ShortOfBeds as short:
            return answer({"short_by": short.short_by, "detail": short.words}, 409)
        return answer(kept.told(kept.alternative_here(made)), 201)


@programs.route("/care_homes/alignments/propose")
class ProposeAlternativesView(Endpoint):
    """The members choose."""

    @permission(PROPOSE)
    @programs.arguments(ChosenAlternativesSchema)
    @programs.response(201)
    def post(self, sent: dict[str, Any]) -> Response:
        """Begin a proposal in which the members choose among alternatives."""
        return answer({"decision": proposing.propose_alternatives(actor(), sent["ids"])}, 201)
