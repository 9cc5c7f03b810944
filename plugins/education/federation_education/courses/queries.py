"""Courses: their places, who came, what they say, and what they cost whom."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import func, select

from federation.toolkit import NotFound, PracticeFacts, measures, practices, session

from ..models import CourseAttendance, CourseBooking, CourseSession, LearningCourse, NeedReply
from .rules import PlaceHolder


class CoursePlaces(NamedTuple):
    """A practice with its places: those of its share, booked and waited for."""

    practice: PracticeFacts
    holder: PlaceHolder


class CourseUptake(NamedTuple):
    """Of a practice: how many came, and how many have the role there (None: nobody said)."""

    practice: PracticeFacts
    came: int
    people: int | None


class CourseShare(NamedTuple):
    """What a practice pays, and what of the whole cost its places are, in pence."""

    practice: PracticeFacts
    pays: int
    share: int


def course_here(course_id: int) -> LearningCourse:
    """One course. Raises ``NotFound``."""
    course = session.get(LearningCourse, course_id)
    if course is None:
        raise NotFound()
    return course


def courses(programme_id: int | None = None) -> list[LearningCourse]:
    """The newest courses, of one programme or all. One statement."""
    statement = select(LearningCourse).order_by(LearningCourse.id.desc()).limit(100)
    if programme_id is not None:
        statement = statement.where(LearningCourse.programme_id == programme_id)
    return list(session.scalars(statement))


def sessions_of(course_id: int) -> Sequence[CourseSession]:
    """When a course is held, in order. One statement."""
    return session.scalars(
        select(CourseSession)
        .where(CourseSession.course_id == course_id)
        .order_by(CourseSession.starts_at, CourseSession.id)
    ).all()


def bookings_of(course_id: int) -> Sequence[CourseBooking]:
    """All bookings of a course, in the order in which they were made. One statement."""
    return session.scalars(
        select(CourseBooking).where(CourseBooking.course_id == course_id).order_by(CourseBooking.id)
    ).all()


def holders_of(course: LearningCourse) -> list[CoursePlaces]:
    """The practices with their places, by name. Two statements."""
    rows = session.execute(
        select(CourseBooking.practice_id, CourseBooking.state, func.count())
        .where(CourseBooking.course_id == course.id)
        .group_by(CourseBooking.practice_id, CourseBooking.state)
    )
    counts = {(practice_id, state): count for practice_id, state, count in rows}
    return [
        CoursePlaces(
            one,
            PlaceHolder(
                one.code,
                one.patients or 0,
                course.shares.get(str(one.id), 0),
                counts.get((one.id, "booked"), 0),
                counts.get((one.id, "waiting"), 0),
            ),
        )
        for one in practices()
        if str(one.id) in course.shares
    ]


def attended(course_id: int) -> dict[int, list[int | None]]:
    """Of each booking that was used, the sessions (None: the course as a whole). One statement."""
    rows = session.execute(
        select(CourseAttendance.booking_id, CourseAttendance.session_id).where(
            CourseAttendance.course_id == course_id
        )
    )
    found: dict[int, list[int | None]] = {}
    for booking_id, session_id in rows:
        found.setdefault(booking_id, []).append(session_id)
    return found


def uptake_of(course: LearningCourse) -> list[CourseUptake]:
    """How many of each practice came, and of how many with the role. Four statements."""
    came = attended(course.id)
    counts: dict[int, int] = {}
    for booking in bookings_of(course.id):
        if booking.id in came:
            counts[booking.practice_id] = counts.get(booking.practice_id, 0) + 1
    people: dict[int, int | None] = {}
    if course.need_id is not None:
        replies = session.scalars(select(NeedReply).where(NeedReply.need_id == course.need_id))
        people = {one.practice_id: one.people for one in replies}
    return [
        CourseUptake(one.practice, counts.get(one.practice.id, 0), people.get(one.practice.id))
        for one in holders_of(course)
    ]


def costs_of(course: LearningCourse) -> list[CourseShare]:
    """What each practice with a place pays, and what of the whole cost its places are; the shares are the whole, to the penny."""
    found = [one for one in holders_of(course) if one.holder.booked]
    if not found:
        return []
    sharing = measures.Sharing(
        measures.Sharer(one.holder.code, one.holder.patients, one.holder.booked) for one in found
    )
    shares = sharing.share(course.pence)
    return [
        CourseShare(one.practice, one.holder.booked * course.practice_pence, shares[one.holder.code])
        for one in found
    ]
