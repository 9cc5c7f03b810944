"""Courses for programs, as JSON."""

from typing import Any

from flask import Response
from marshmallow import Schema, fields

from federation.toolkit import Endpoint, Invalid, LooseField, WordsField, actor, answer, permission

from ..blueprint import CODE_LENGTH, practice_coded, programs
from . import queries as courses
from .actions import booking as bookings
from .actions.attending import note_attendance


class BookingSent(Schema):
    """Places for a practice, by its code: for so many people, or for people of it by number."""

    practice = WordsField(required=True, longest=CODE_LENGTH)
    people = LooseField(required=True)


class BookingsShown(Schema):
    """What became of a booking: the places that are booked, and those that wait."""

    bookings = fields.List(fields.Integer(), required=True)
    booked = fields.Integer(required=True)
    waiting = fields.Integer(required=True)


class CourseAttendanceSent(Schema):
    """Who came: bookings by number, or so many people of a practice; at one session, or in the course as a whole."""

    came = fields.List(fields.Integer(), load_default=None, allow_none=True)
    practice = WordsField(load_default=None, allow_none=True, longest=CODE_LENGTH)
    people = fields.Integer(load_default=None, allow_none=True)
    session = fields.Integer(load_default=None, allow_none=True)


class CourseCame(Schema):
    """How many came."""

    came = fields.Integer(required=True)


@programs.route("/education/courses/<int:course_id>/bookings")
class CourseBookingsView(Endpoint):
    """Places that are booked."""

    @permission("education.book")
    @programs.arguments(BookingSent)
    @programs.response(201, BookingsShown)
    def post(self, sent: dict[str, Any], course_id: int) -> Response:
        """Book places."""
        made = bookings.book(actor(), course_id, practice_coded(sent["practice"]), _people(sent["people"]))
        states = {one.id: one.state for one in courses.bookings_of(course_id)}
        counts = [states[one] for one in made]
        shown = {"bookings": made, "booked": counts.count("booked"), "waiting": counts.count("waiting")}
        return answer(shown, 201)


@programs.route("/education/courses/<int:course_id>/attendance")
class CourseAttendanceView(Endpoint):
    """Who came."""

    @permission("education.buy")
    @programs.arguments(CourseAttendanceSent)
    @programs.response(200, CourseCame)
    def post(self, sent: dict[str, Any], course_id: int) -> Response:
        """Note who came."""
        came = sent["came"]
        if came is None:
            came = _of_practice(course_id, sent)
        return answer({"came": note_attendance(actor(), course_id, came, sent["session"])})


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
