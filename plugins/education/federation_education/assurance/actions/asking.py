"""What those are asked who came, level by level, each at its time."""

from datetime import timedelta
from typing import Final

from sqlalchemy import Select, and_, or_, select, update

from federation.toolkit import (
    Actor,
    DuePage,
    Refusal,
    add_due,
    authorize,
    done_due,
    drop_due,
    held,
    rows_changed,
    session,
    time_now,
    today,
    unit_of_work,
    write_record,
)

from ...courses.queries import attended, bookings_of, course_here
from ...models import CourseAnswer, CourseBooking, LearningCourse
from ...typed import short_text
from ..rules import CLOSES_AFTER, OPENS_AFTER, QUESTIONS, level_times
from .judging import ask_judges

_ASKED_FOR: Final = timedelta(days=430)
"""So long after its end a course is looked at: the last level is over by then."""
_DROPPED_FOR: Final = timedelta(days=7)


def say(actor: Actor, course_id: int, level: int, yes: bool, words: str) -> None:
    """Answer at one of the four levels, for one's own place or for one of the practice's that has not answered yet."""
    authorize(actor, "education.answer")
    words = short_text(words, "words", 1_000)
    with unit_of_work():
        course = course_here(course_id)
        if level not in open_levels(course):
            raise Refusal("This is not asked now.")
        booking_id = next_place(actor, course_id, level)
        if booking_id is None:
            raise Refusal("Everybody of your practice who came has answered this.")
        practice_id = held(CourseBooking, booking_id).row.practice_id
        session.add(
            CourseAnswer(
                course_id=course_id,
                level=level,
                booking_id=booking_id,
                said=yes,
                words=words,
                person_id=actor.person_id,
                said_at=time_now(),
            )
        )
        session.flush()
        done_due(_level_key(course_id, level), actor.person_id, person_id=actor.person_id)
        if next_place(actor, course_id, level) is None:
            done_due(_level_key(course_id, level), actor.person_id, practice_id=practice_id)
        write_record(actor.person_id, "education.said", f"education_course:{course_id}", level=level)


def open_levels(course: LearningCourse) -> list[int]:
    """The levels that are asked now."""
    if course.ended_on is None:
        return []
    return [
        level
        for level, times in level_times(course.ended_on).items()
        if times.opens <= today() <= times.closes
    ]


def next_place(actor: Actor, course_id: int, level: int) -> int | None:
    """The place that somebody answers for now: their own, else the practice's first that has not answered; at level 4 a
    practice answers once."""
    came, mine = attended(course_id), {seat.practice_id for seat in actor.seats}
    said = set(
        session.scalars(
            select(CourseAnswer.booking_id).where(
                CourseAnswer.course_id == course_id, CourseAnswer.level == level
            )
        )
    )
    places = [one for one in bookings_of(course_id) if one.id in came and one.practice_id in mine]
    if level == 4:
        answered = {one.practice_id for one in places if one.id in said}
        places = [one for one in places if one.practice_id not in answered]
    own = [one.id for one in places if one.person_id == actor.person_id and one.id not in said]
    free = [one.id for one in places if one.person_id is None and one.id not in said]
    return next(iter(own or free), None)


def ask_levels() -> int:
    """Ask those who came, when the time of a level has come, and ask nobody any more once it is over. Returns how many levels
    were asked."""
    lately = LearningCourse.ended_on > today() - _ASKED_FOR
    done = 0
    for course in session.scalars(select(LearningCourse).where(lately).order_by(LearningCourse.id)).all():
        for level, times in level_times(course.ended_on or today()).items():
            if level == course.asked_level + 1 and times.opens <= today():
                done += _ask_once(course, level)
            elif times.closes < today() <= times.closes + _DROPPED_FOR:
                with unit_of_work():
                    drop_due(_level_key(course.id, level))
    return done


def where_to_ask_levels() -> Select[int]:
    """The federations with a course of which a level is to be asked, or has lately been asked for the last time."""
    ended, now = LearningCourse.ended_on, today()
    ask = [
        and_(LearningCourse.asked_level == level - 1, ended <= now - timedelta(days=after))
        for level, after in OPENS_AFTER.items()
    ]
    drop = [
        and_(ended < now - timedelta(days=first), ended >= now - timedelta(days=last) - _DROPPED_FOR)
        for first, last in CLOSES_AFTER.values()
    ]
    found = select(LearningCourse.federation_id).where(ended > now - _ASKED_FOR, or_(*ask, *drop))
    return found.distinct()


def _ask_once(course: LearningCourse, level: int) -> bool:
    with unit_of_work():
        claim = update(LearningCourse).where(
            LearningCourse.id == course.id, LearningCourse.asked_level == level - 1
        )
        if not rows_changed(claim.values(asked_level=level)):
            return False
        _ask(course, level)
        return True


def _level_key(course_id: int, level: int) -> str:
    return f"education.level:{course_id}:{level}"


def _ask(course: LearningCourse, level: int) -> None:
    if level == 1:
        ask_judges(course, level_times(course.ended_on or today())[2].closes, "Judge the course")
    came = attended(course.id)
    places = [one for one in bookings_of(course.id) if one.id in came]
    add_due(
        _level_key(course.id, level),
        f"{QUESTIONS[level][0]} {course.title}"[:200],
        level_times(course.ended_on or today())[level].closes,
        DuePage("education.evaluate", {"course_id": course.id, "level": level}),
        people=[one.person_id for one in places if one.person_id and level < 4],
        practices={one.practice_id for one in places if one.person_id is None or level == 4},
    )
