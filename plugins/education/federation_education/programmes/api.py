"""Programmes for programs: what the members decide, and how it stands against the checklists."""

from typing import Any

from flask import Response
from marshmallow import Schema, fields

from federation.toolkit import Endpoint, WordsField, actor, answer, permission

from ..blueprint import programs
from . import queries as programmes
from .actions import ProgrammePlan, propose_programme


class ProgrammeSent(Schema):
    """A programme that is proposed: needs as ``NEED-TASK``, ``group`` judges courses (none: members who bought none)."""

    year = fields.Integer(required=True, strict=True)
    pence = fields.Integer(required=True, strict=True)
    least = fields.Integer(load_default=0, strict=True)
    group = fields.Integer(load_default=None, allow_none=True)
    needs = fields.List(WordsField(longest=40), required=True)


class ProgrammeShown(Schema):
    """A programme. ``decided``: ``waiting``, ``carried``, ``refused``, or empty where its proposal was withdrawn."""

    id = fields.Integer(required=True)
    year = fields.Integer(required=True)
    pence = fields.Integer(required=True)
    decision = fields.Integer(required=True, allow_none=True)
    decided = fields.String(required=True)


@programs.route("/education/programmes")
class ProgrammesView(Endpoint):
    """Programmes of a year."""

    @permission("education.read")
    @programs.response(200, ProgrammeShown(many=True))
    def get(self) -> Response:
        """The programmes, the newest year first."""
        return answer([_shown(one) for one in programmes.programmes()])

    @permission("education.propose")
    @programs.arguments(ProgrammeSent)
    @programs.response(201, ProgrammeShown)
    def post(self, sent: dict[str, Any]) -> Response:
        """Begin a proposal about a programme."""
        plan = ProgrammePlan(sent["year"], sent["pence"], sent["least"], sent["group"], sent["needs"])
        return answer(_shown(programmes.programme_here(propose_programme(actor(), plan))), 201)


def _shown(programme: Any) -> dict[str, Any]:
    return {
        "id": programme.id,
        "year": programme.year,
        "pence": programme.pence,
        "decision": programme.decision_id,
        "decided": programme.decided,
    }
