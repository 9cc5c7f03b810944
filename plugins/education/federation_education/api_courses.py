"""Courses for programs, as JSON."""

from typing import Any

from flask import Response
from marshmallow import Schema, fields

from federation.toolkit import Endpoint, Invalid, LooseField, WordsField, actor, answer, permission

from .actions import bookings, judging
from .actions.courses import CourseWanted, SessionWanted, commission
from .api import blueprint, practice_coded
from .queries import courses
from .rules.brief import may_be_judged, met


class CourseSessionSent(Schema):
    """When and where a course is held."""

    starts_at = fields.AwareDateTime(required=True)
    minutes = fields.Integer(required=True)
    place = WordsField(required=True)
    title = WordsField(load_default="")


class CourseSent(Schema):
    """A course that is bought. ``brief``: ``aim``, ``why``, ``doing``, ``solving``, ``use``, and ``because`` where one is left
    out; text alone is its aim."""

    brief = LooseField(required=True)
    places = fields.Integer(required=True, strict=True)
    title = WordsField(load_default="")
    pence = fields.Integer(load_default=0, strict=True)
    practice_pence = fields.Integer(load_default=0, strict=True)
    provider = WordsField(load_default="")
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


class BookingSent(Schema):
    """Places for a practice, by its code: for so many people, or for people of it by number."""

    practice = WordsField(required=True)
    people = LooseField(required=True)


class BookingsShown(Schema):
    """What became of a booking: the places that are booked, and those that wait."""

    bookings = fields.List(fields.Integer(), required=True)
    booked = fields.Integer(required=True)
    waiting = fields.Integer(required=True)


class CourseAttendanceSent(Schema):
    """Who came: bookings by number, or so many people of a practice; at one session, or in the course as a whole."""

    came = fields.List(fields.Integer(), load_default=None, allow_none=True)
    practice = WordsField(load_default=None, allow_none=True)
    people = fields.Integer(load_default=None, allow_none=True)
    session = fields.Integer(load_default=None, allow_none=True)


class CourseCame(Schema):
    """How many came."""

    came = fields.Integer(required=True)


class VerdictSent(Schema):
    """A verdict: ``accept``, ``remedy`` or ``stop``, and why."""

    verdict = WordsField(required=True)
    reason = WordsField(required=True)


class VerdictShown(Schema):
    """A verdict that was noted."""

    id = fields.Integer(required=True)
    verdict = fields.String(required=True)


@blueprint.route("/education/courses")
class LearningCoursesView(Endpoint):
    """Courses."""

    @permission("education.read")
    @blueprint.response(200, CourseShown(many=True))
    def get(self) -> Response:
        """The newest courses."""
        return answer([_shown(one.id) for one in courses.courses()[:20]])

    @permission("education.buy")
    @blueprint.arguments(CourseSent)
    @blueprint.response(201, CourseShown)
    def post(self, sent: dict[str, Any]) -> Response:
        """Buy a course."""
        return answer(_shown(commission(actor(), _wanted(sent))), 201)


@blueprint.route("/education/courses/<int:course_id>")
class LearningCourseView(Endpoint):
    """One course."""

    @permission("education.read")
    @blueprint.response(200, CourseShown)
    def get(self, course_id: int) -> Response:
        """A course with its places."""
        return answer(_shown(course_id))


@blueprint.route("/education/courses/<int:course_id>/bookings")
class CourseBookingsView(Endpoint):
    """Places that are booked."""

    @permission("education.book")
    @blueprint.arguments(BookingSent)
    @blueprint.response(201, BookingsShown)
    def post(self, sent: dict[str, Any], course_id: int) -> Response:
        """Book places."""
        made = bookings.book(actor(), course_id, practice_coded(sent["practice"]), _people(sent["people"]))
        states = {one.id: one.state for one in courses.bookings_of(course_id)}
        counts = [states[one] for one in made]
        shown = {"bookings": made, "booked": counts.count("booked"), "waiting": counts.count("waiting")}
        return answer(shown, 201)


@blueprint.route("/education/courses/<int:course_id>/attendance")
class CourseAttendanceView(Endpoint):
    """Who came."""

    @permission("education.buy")
    @blueprint.arguments(CourseAttendanceSent)
    @blueprint.response(200, CourseCame)
    def post(self, sent: dict[str, Any], course_id: int) -> Response:
        """Note who came."""
        came = sent["came"]
        if came is None:
            came = _of_practice(course_id, sent)
        return answer({"came": bookings.note_attendance(actor(), course_id, came, sent["session"])})


@blueprint.route("/education/courses/<int:course_id>/assurance")
class CourseAssuranceView(Endpoint):
    """How a course is judged."""

    @permission("education.judge")
    @blueprint.arguments(VerdictSent)
    @blueprint.response(201, VerdictShown)
    def post(self, sent: dict[str, Any], course_id: int) -> Response:
        """Judge a course; whoever bought it may not."""
        made = judging.judge(actor(), course_id, sent["verdict"], sent["reason"])
        return answer({"id": made, "verdict": sent["verdict"]}, 201)


def _wanted(sent: dict[str, Any]) -> CourseWanted:
    brief = sent["brief"] if isinstance(sent["brief"], dict) else {"aim": sent["brief"]}
    if not all(isinstance(text, str) for text in brief.values()):
        raise Invalid("Each part of the brief is text", "brief")
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


def _people(sent: Any) -> Any:
    numbers = sent if isinstance(sent, list) else [sent]
    if not all(isinstance(one, int) and not isinstance(one, bool) for one in numbers):
        raise Invalid("Enter how many people, or a list of people by number", "people")
    return sent


def _of_practice(course_id: int, sent: dict[str, Any]) -> list[int]:
    """Those who came before, and the first so many places of a practice."""
    if sent["practice"] is None or sent["people"] is None:
        raise Invalid("Say which bookings came, or how many people of which practice", "came")
    practice_id = practice_coded(sent["practice"])
    booked = [one for one in courses.bookings_of(course_id) if one.state == "booked"]
    own = [one.id for one in booked if one.practice_id == practice_id]
    if not 0 <= sent["people"] <= len(own):
        raise Invalid(f"This practice has {len(own)} places", "people")
    before = {one for one, at in courses.attended(course_id).items() if sent["session"] in at} - set(own)
    return sorted(before | set(own[: sent["people"]]))


def _shown(course_id: int) -> dict[str, Any]:
    course = courses.course_here(course_id)
    came = {one.practice.id: one.came for one in courses.uptake_of(course)}
    verdicts = courses.verdicts_of(course_id)
    return {
        "id": course.id,
        "title": course.title,
        "state": course.state,
        "places": course.places,
        "principles": met(course.brief),
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
