"""Courses for programs: each with its places, what its brief meets, and its verdict."""

from typing import Any

from flask import Response
from marshmallow import Schema, fields

from federation.toolkit import Endpoint, LooseField, WordsField, actor, answer, permission

from ..assurance import queries as assurance
from ..blueprint import programs
from ..briefs.api import brief_sent
from ..briefs.rules import may_be_judged, principles_met
from ..courses import queries as courses
from ..courses.actions.buying import CourseWanted, SessionWanted, commission


class CourseSessionSent(Schema):
    """When and where a course is held."""

    starts_at = fields.AwareDateTime(required=True)
    minutes = fields.Integer(required=True)
    place = WordsField(required=True, longest=120)
    title = WordsField(load_default="", longest=120)


class CourseSent(Schema):
    """A course that is bought. ``brief``: ``aim``, ``why``, ``doing``, ``solving``, ``use``, and ``because`` where one is left
    out; text alone is its aim."""

    brief = LooseField(required=True)
    places = fields.Integer(required=True, strict=True)
    title = WordsField(load_default="", longest=120)
    pence = fields.Integer(load_default=0, strict=True)
    practice_pence = fields.Integer(load_default=0, strict=True)
    provider = WordsField(load_default="", longest=120)
    programme = fields.Integer(load_default=None, allow_none=True)
    need = fields.Integer(load_default=None, allow_none=True)
    book_by = fields.Date(load_default=None, allow_none=True)
    sessions = fields.List(fields.Nested(CourseSessionSent), load_default=list)


class CoursePlaceShown(Schema):
    """The places of a practice."""

    practice = fields.String(required=True)
    share = fields.Integer(required=True)
    booked = fields.Integer(required=True)
    waiting = fields.Integer(required=True)
    came = fields.Integer(required=True)
    pence = fields.Integer(required=True)


class CourseShown(Schema):
    """A course. ``principles``: which of the four the brief meets; ``may_be_judged``: it meets them, or says why not."""

    id = fields.Integer(required=True)
    title = fields.String(required=True)
    state = fields.String(required=True)
    places = fields.Integer(required=True)
    principles = fields.Dict(keys=fields.String(), values=fields.Boolean(), required=True)
    may_be_judged = fields.Boolean(required=True)
    practices = fields.List(fields.Nested(CoursePlaceShown), required=True)
    verdict = fields.String(required=True, allow_none=True)


@programs.route("/education/courses")
class LearningCoursesView(Endpoint):
    """Courses."""

    @permission("education.read")
    @programs.response(200, CourseShown(many=True))
    def get(self) -> Response:
        """The newest courses."""
        return answer([_shown(one.id) for one in courses.courses()[:20]])

    @permission("education.buy")
    @programs.arguments(CourseSent)
    @programs.response(201, CourseShown)
    def post(self, sent: dict[str, Any]) -> Response:
        """Buy a course."""
        return answer(_shown(commission(actor(), _wanted(sent))), 201)


@programs.route("/education/courses/<int:course_id>")
class LearningCourseView(Endpoint):
    """One course."""

    @permission("education.read")
    @programs.response(200, CourseShown)
    def get(self, course_id: int) -> Response:
        """A course with its places."""
        return answer(_shown(course_id))


def _wanted(sent: dict[str, Any]) -> CourseWanted:
    brief = brief_sent(sent["brief"])
    return CourseWanted(
        sent["title"] or brief.get("title", "") or brief.get("aim", "")[:120],
        brief,
        sent["places"],
        sent["pence"],
        sent["practice_pence"],
        sent["provider"],
        sent["programme"],
        sent["need"],
        sent["book_by"],
        [
            SessionWanted(one["starts_at"], one["minutes"], one["place"], one["title"])
            for one in sent["sessions"]
        ],
    )


def _shown(course_id: int) -> dict[str, Any]:
    course = courses.course_here(course_id)
    came = {one.practice.id: one.came for one in courses.uptake_of(course)}
    verdicts = assurance.verdicts_of(course_id)
    return {
        "id": course.id,
        "title": course.title,
        "state": course.state,
        "places": course.places,
        "principles": principles_met(course.brief),
        "may_be_judged": may_be_judged(course.brief),
        "practices": [
            {
                "practice": one.practice.code,
                "share": one.holder.share,
                "booked": one.holder.booked,
                "waiting": one.holder.waiting,
                "came": came[one.practice.id],
                "pence": one.holder.booked * course.practice_pence,
            }
            for one in courses.holders_of(course)
        ],
        "verdict": verdicts[0].verdict if verdicts else None,
    }
