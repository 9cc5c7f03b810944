"""Programmes for programs: what the members decide, and how it stands against the checklists."""

from typing import Any

from flask import Response
from marshmallow import Schema, fields, validate

from federation.toolkit import Endpoint, WordsField, actor, answer, permission

from .actions.programmes import ProgrammePlan, propose_programme
from .api import as_number, blueprint
from .checklists import OF_PROGRAMMES
from .queries import leading, programmes


class ProgrammeSent(Schema):
    """A programme that is proposed: needs as ``NEED-TASK``, ``group`` judges courses (none: members who bought none)."""

    year = fields.Integer(required=True, strict=True)
    pence = fields.Integer(required=True, strict=True)
    least = fields.Integer(load_default=0, strict=True)
    group = fields.Integer(load_default=None, allow_none=True)
    needs = fields.List(WordsField(), required=True)


class ProgrammeShown(Schema):
    """A programme. ``decided``: ``waiting``, ``carried``, ``refused``, or empty where its proposal was withdrawn."""

    id = fields.Integer(required=True)
    year = fields.Integer(required=True)
    pence = fields.Integer(required=True)
    decision = fields.Integer(required=True, allow_none=True)
    decided = fields.String(required=True)


class ChecklistAsked(Schema):
    """Which checklist; the eight parts where none is named."""

    checklist = fields.String(load_default="parts", validate=validate.OneOf(list(OF_PROGRAMMES)))


class ChecklistItemShown(Schema):
    """An item; ``value`` is the mean of what people say, nought where somebody found nothing, none where nobody looked."""

    item = fields.String(required=True)
    title = fields.String(required=True)
    met = fields.Boolean(required=True)
    value = fields.Float(required=True, allow_none=True)
    raters = fields.Integer(required=True)


class CoverageShown(Schema):
    """How many items of a checklist a programme meets."""

    met = fields.Integer(required=True)
    of = fields.Integer(required=True)
    checklist = fields.String(required=True)
    items = fields.List(fields.Nested(ChecklistItemShown), required=True)


@blueprint.route("/education/programmes")
class ProgrammesView(Endpoint):
    """Programmes of a year."""

    @permission("education.read")
    @blueprint.response(200, ProgrammeShown(many=True))
    def get(self) -> Response:
        """The programmes, the newest year first."""
        return answer([_shown(one) for one in programmes.programmes()])

    @permission("education.propose")
    @blueprint.arguments(ProgrammeSent)
    @blueprint.response(201, ProgrammeShown)
    def post(self, sent: dict[str, Any]) -> Response:
        """Begin a proposal about a programme."""
        plan = ProgrammePlan(sent["year"], sent["pence"], sent["least"], sent["group"], sent["needs"])
        return answer(_shown(programmes.programme_here(propose_programme(actor(), plan))), 201)


@blueprint.route("/education/programmes/<int:programme_id>/coverage")
class ProgrammeCoverageView(Endpoint):
    """A programme against a checklist."""

    @permission("education.read")
    @blueprint.arguments(ChecklistAsked, location="query")
    @blueprint.response(200, CoverageShown)
    def get(self, asked: dict[str, Any], programme_id: int) -> Response:
        """How many items it meets, and how each stands."""
        programmes.programme_here(programme_id)
        standing = leading.programme_standing(programme_id, OF_PROGRAMMES[asked["checklist"]])
        items = [
            {
                "item": one.item.key,
                "title": one.item.title,
                "met": one.is_met,
                "value": None if one.value is None else as_number(one.value),
                "raters": len(one.ratings),
            }
            for one in standing.items
        ]
        shown = {"met": standing.met, "of": standing.of, "checklist": asked["checklist"], "items": items}
        return answer(shown)


def _shown(programme: Any) -> dict[str, Any]:
    return {
        "id": programme.id,
        "year": programme.year,
        "pence": programme.pence,
        "decision": programme.decision_id,
        "decided": programme.decided,
    }
