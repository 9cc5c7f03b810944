"""What is kept about a person."""

from collections.abc import Iterator

from sqlalchemy import or_, select

from federation.toolkit import PersonalRecord, session

from ..models import (
    CourseAnswer,
    CourseAttendance,
    CourseBooking,
    CourseVerdict,
    LearningCourse,
    LearningNeed,
    LearningProgramme,
    NeedReply,
)


def kept_about(person_id: int) -> list[PersonalRecord]:
    """What somebody asked, answered for their practice, and proposed."""
    asked = session.scalars(select(LearningNeed).where(LearningNeed.asked_by == person_id))
    replies = session.scalars(select(NeedReply).where(NeedReply.person_id == person_id))
    proposed = session.scalars(select(LearningProgramme).where(LearningProgramme.proposed_by == person_id))
    return [
        *(PersonalRecord("Asked what practices need to learn", {"title": one.title}) for one in asked),
        *(
            PersonalRecord(
                "Answered for a practice what it needs to learn",
                {
                    "need": one.need_id,
                    "practice": one.practice_id,
                    "answers": one.answers,
                    "at": one.answered_at.isoformat(),
                },
            )
            for one in replies
        ),
        *(PersonalRecord("Proposed a programme", {"year": one.year}) for one in proposed),
        *_of_courses(person_id),
    ]


def _of_courses(person_id: int) -> Iterator[PersonalRecord]:
    """What somebody bought, booked, noted, said and judged."""
    for course in session.scalars(select(LearningCourse).where(LearningCourse.bought_by == person_id)):
        yield PersonalRecord("Bought a course", {"title": course.title})
    mine = or_(CourseBooking.person_id == person_id, CourseBooking.booked_by == person_id)
    for booking in session.scalars(select(CourseBooking).where(mine)):
        content = {
            "course": booking.course_id,
            "place": booking.state,
            "mine": booking.person_id == person_id,
        }
        yield PersonalRecord("Place in a course", content)
    for came in session.scalars(select(CourseAttendance).where(CourseAttendance.noted_by == person_id)):
        yield PersonalRecord("Noted that a place was used", {"course": came.course_id})
    for said in session.scalars(select(CourseAnswer).where(CourseAnswer.person_id == person_id)):
        content = {"course": said.course_id, "level": said.level, "yes": said.said, "words": said.words}
        yield PersonalRecord("Said what a course was worth", content)
    for verdict in session.scalars(select(CourseVerdict).where(CourseVerdict.person_id == person_id)):
        content = {"course": verdict.course_id, "verdict": verdict.verdict, "reason": verdict.reason}
        yield PersonalRecord("Judged a course", content)
