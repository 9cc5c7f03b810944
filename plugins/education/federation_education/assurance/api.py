"""How courses are judged, for programs."""

from typing import Any

from flask import Response
from marshmallow import Schema, fields

from federation.toolkit import Endpoint, WordsField, actor, answer, permission

from ..blueprint import programs
from . import actions as judging


class VerdictSent(Schema):
    """A verdict: ``accept``, ``remedy`` or ``stop``, and why; with ``remedy`` the day until which it is put right."""

    verdict = WordsField(required=True, longest=6)
    reason = WordsField(required=True, longest=2_000)
    right_by = fields.Date(load_default=None, allow_none=True)


class VerdictShown(Schema):
    """A verdict that was noted."""

    id = fields.Integer(required=True)
    verdict = fields.String(required=True)


@programs.route("/education/courses/<int:course_id>/assurance")
class CourseAssuranceView(Endpoint):
    """How a course is judged."""

    @permission("education.judge")
    @programs.arguments(VerdictSent)
    @programs.response(201, VerdictShown)
    def post(self, sent: dict[str, Any], course_id: int) -> Response:
        """Judge a course; whoever bought it may not."""
        made = judging.judge(actor(), course_id, sent["verdict"], sent["reason"], sent["right_by"])
        return answer({"id": made, "verdict": sent["verdict"]}, 201)
