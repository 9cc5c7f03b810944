"""How courses are judged, for programs."""

from typing import Any

from flask import Response
from marshmallow import Schema, fields

from federation.toolkit import Endpoint, WordsField, actor, answer, permission

from ..blueprint import programs
from .actions.judging import judge


class VerdictSent(Schema):
    """A verdict: ``accept``, ``remedy`` or ``stop``, and why; with ``remedy`` the day until which it is put right."""

    verdict = WordsField(required=True, longest=6)
    reason = WordsField(required=True, longest=2_000)
    right_by = fields.Date(load_default=None, allow_none=True)


class VerdictShown(Schema):
    """What was noted; ``judged``: whether somebody else had said the same, so that the course is judged so."""

    id = fields.Integer(required=True)
    verdict = fields.String(required=True)
    judged = fields.Boolean(required=True)


@programs.route("/education/courses/<int:course_id>/assurance")
class CourseAssuranceView(Endpoint):
    """How a course is judged."""

    @permission("education.judge")
    @programs.arguments(VerdictSent)
    @programs.response(201, VerdictShown)
    def post(self, sent: dict[str, Any], course_id: int) -> Response:
        """Say how one judges a course; once two say the same, it is judged so. Whoever bought it may not."""
        made = judge(actor(), course_id, sent["verdict"], sent["reason"], sent["right_by"])
        judged = made.verdict_id is not None
        return answer({"id": made.opinion_id, "verdict": sent["verdict"], "judged": judged}, 201)
