"""Courses: their places, who came, what they say, and what they cost whom."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from sqlalchemy import func, select

from federation.toolkit import Actor, NotFound, PracticeFacts, may, measures, people, practices, session

from ..figures import whole_percent
from ..models import CourseAttendance, CourseBooking, CourseSession, LearningCourse, LearningNeed, NeedReply
from .rules import PlaceHolder

_SOMEBODY: Final = "Somebody of the practice"


class CoursePlaces(NamedTuple):
    """A practice with its places: those of its share, booked and waited for."""

    practice: PracticeFacts
    holder: PlaceHolder


class CourseUptake(NamedTuple):
    """Of a practice: how many came, and how many have the role there (None: nobody said)."""

    practice: PracticeFacts
    came: int
    people: int | None

    @property
    def words(self) -> str:
        """``2 of 3, 67%``."""
        if self.people is None:
            return f"{self.came}, of how many nobody said"
        return ", ".join(
            filter(None, (f"{self.came} of {self.people}", whole_percent(self.came, self.people)))
        )


class CourseInProgramme(NamedTuple):
    """A course of a programme: the role that it is for (None: no need is named), the places that were used, and how many have
    the role at the practices that said so (None: nobody did)."""

    course: LearningCourse
    role: str | None
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


def courses(most: int = 100) -> list[LearningCourse]:
    """The newest courses. One statement."""
    return list(session.scalars(select(LearningCourse).order_by(LearningCourse.id.desc()).limit(most)))


def courses_of(programme_id: int) -> list[CourseInProgramme]:
    """The courses of a programme, each with its need, how many places were used, and how many have the role at the practices
    that said so (None: nobody did). One statement."""
    came = (
        select(func.count(CourseAttendance.booking_id.distinct()))
        .where(CourseAttendance.course_id == LearningCourse.id)
        .scalar_subquery()
    )
    said = (
        select(func.sum(NeedReply.people))
        .where(NeedReply.need_id == LearningCourse.need_id)
        .scalar_subquery()
    )
    rows = session.execute(
        select(LearningCourse, LearningNeed.role, came, said)
        .outerjoin(LearningNeed, LearningNeed.id == LearningCourse.need_id)
        .where(LearningCourse.programme_id == programme_id)
        .order_by(LearningCourse.id)
    )
    return [CourseInProgramme(*row) for row in rows]


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


def own_booking(course_id: int, person_id: int) -> CourseBooking | None:
    """The place of somebody who is named, booked or waited for. One statement."""
    mine = CourseBooking.course_id == course_id, CourseBooking.person_id == person_id
    return session.scalar(select(CourseBooking).where(*mine, CourseBooking.state != "given_up").limit(1))


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
    shares = sharing.share(course.pence - course.freed_pence)
    return [
        CourseShare(one.practice, one.holder.booked * course.practice_pence, shares[one.holder.code])
        for one in found
    ]


class PersonLine(NamedTuple):
    """A place as whoever asks may read it: the practice, who comes, where it is theirs to read, and how it stands."""

    practice: str
    name: str
    state: str


def people_lines(course: LearningCourse, actor: Actor) -> list[PersonLine]:
    """Who takes part, by practice. Names are read by whoever buys courses and within each practice. Three statements."""
    names = {one.id: one.name for one in people()}
    at = {one.id: one.name for one in practices()}
    all_names = may(actor, "education.buy")
    found = [
        PersonLine(
            at.get(one.practice_id, "A former practice"),
            _name(one, names) if all_names or actor.belongs_to(one.practice_id) else _SOMEBODY,
            _state_words(one),
        )
        for one in bookings_of(course.id)
        if one.state != "given_up"
    ]
    return sorted(found)


def _name(booking: CourseBooking, names: Mapping[int, str]) -> str:
    if booking.person_id is None:
        return _SOMEBODY
    return names.get(booking.person_id, "Somebody who has left")


def _state_words(booking: CourseBooking) -> str:
    if booking.state == "waiting":
        return "Waiting"
    return "Booked" if booking.confirmed_at else "To be confirmed"
