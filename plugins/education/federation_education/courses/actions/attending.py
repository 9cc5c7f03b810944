"""Noting who came."""

from collections.abc import Collection

from sqlalchemy import select

from federation.toolkit import Actor, NotFound, authorize, held, session, time_now, unit_of_work, write_record

from ...models import CourseAttendance, LearningCourse
from ..queries import bookings_of, sessions_of


def note_attendance(
    actor: Actor, course_id: int, came: Collection[int], session_id: int | None = None
) -> int:
    """Note which bookings were used, at a session or in the course as a whole; what was noted for it before is replaced.

    Returns how many came. Raises ``NotFound`` for a booking or session of another course.
    """
    authorize(actor, "education.buy")
    with unit_of_work():
        course, _ = held(LearningCourse, course_id)
        booked = {one.id for one in bookings_of(course_id) if one.state == "booked"}
        times = {one.id for one in sessions_of(course_id)}
        if not booked >= set(came) or (session_id is not None and session_id not in times):
            raise NotFound()
        _forget(course_id, session_id)
        session.add_all(
            CourseAttendance(
                course_id=course_id,
                session_id=session_id,
                booking_id=one,
                noted_by=actor.person_id,
                noted_at=time_now(),
            )
            for one in sorted(set(came))
        )
        write_record(
            actor.person_id, "education.attended", f"education_course:{course.id}", came=len(set(came))
        )
        return len(set(came))


def _forget(course_id: int, session_id: int | None) -> None:
    at = CourseAttendance.session_id
    same = at.is_(None) if session_id is None else at == session_id
    for row in session.scalars(
        select(CourseAttendance).where(CourseAttendance.course_id == course_id, same)
    ).all():
        session.delete(row)
    session.flush()
