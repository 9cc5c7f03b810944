"""How programmes stand against the checklists, for programs."""

from typing import Any

from flask import Response
from marshmallow import Schema, fields, validate

from federation.toolkit import Endpoint, answer, permission

from ..blueprint import programs
from ..figures import as_number
from ..programmes import queries as programmes
from . import queries as leading
from .checklists import OF_PROGRAMMES


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


@programs.route("/education/programmes/<int:programme_id>/coverage")
class ProgrammeCoverageView(Endpoint):
    """A programme against a checklist."""

    @permission("education.read")
    @programs.arguments(ChecklistAsked, location="query")
    @programs.response(200, CoverageShown)
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
