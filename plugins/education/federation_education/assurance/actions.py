"""How a course is judged: by a group that has bought nothing, and by what those say who came."""

from typing import Final

from sqlalchemy import select, update

from federation.toolkit import (
    Actor,
    DuePage,
    Invalid,
    NotYours,
    Refusal,
    add_due,
    announce,
    authorize,
    gained,
    held,
    rows_changed,
    session,
    take_back,
    time_now,
    today,
    unit_of_work,
    write_record,
)

from ..briefs.rules import may_be_judged
from ..courses.queries import attended, bookings_of, course_here, sessions_of
from ..events import CourseJudged
from ..models import CourseAnswer, CourseVerdict, LearningCourse
from ..typed import short_text
from .queries import verdicts_of
from .rules import QUESTIONS, VERDICTS, level_times

_JUDGES: Final = frozenset({"executive", "representative", "lay_partner", "chair"})


def may_judge(actor: Actor, course: LearningCourse) -> bool:
    """Whether somebody may judge a course: who sits in its group, or, where it has none, who leads, represents a practice or is
    a lay partner; never who bought it."""
    if actor.person_id == course.bought_by:
        return False
    if course.group_id is not None:
        return bool(actor.sits_in(course.group_id))
    return bool(_JUDGES & set(actor.roles))


def judge(actor: Actor, course_id: int, verdict: str, reason: str) -> int:
    """Judge a course: ``accept``, ``remedy`` or ``stop``; returns the number of the verdict.

    Raises ``NotYours`` for whoever bought it and for those outside its group, ``Refusal`` where the brief neither meets the four
    principles nor says why not, and where nobody has come to a course that is accepted.
    """
    authorize(actor, "education.judge")
    with unit_of_work():
        course, _ = held(LearningCourse, course_id)
        if not may_judge(actor, course):
            raise NotYours()
        if verdict not in VERDICTS:
            raise Invalid("Select a verdict", "verdict")
        reason = short_text(reason, "reason", 2_000, "Say why")
        _check(course, verdict)
        row = CourseVerdict(
            course_id=course_id,
            verdict=verdict,
            reason=reason,
            person_id=actor.person_id,
            bought_by=course.bought_by,
            group_id=course.group_id,
            judged_at=time_now(),
        )
        session.add(row)
        session.flush()
        _follow(course, verdict)
        announce(CourseJudged(actor.federation_id, course_id, verdict), f"education.judged:{row.id}")
        write_record(actor.person_id, "education.judged", f"education_course:{course_id}", verdict=verdict)
        return row.id


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
    """Ask those who came, when the time of a level has come. Returns how many levels were asked."""
    ended = (LearningCourse.ended_on.is_not(None), LearningCourse.asked_level < max(QUESTIONS))
    done = 0
    for course in session.scalars(select(LearningCourse).where(*ended).limit(200)).all():
        level = course.asked_level + 1
        times = level_times(course.ended_on or today())[level]
        if times.opens > today():
            continue
        with unit_of_work():
            claim = update(LearningCourse).where(
                LearningCourse.id == course.id, LearningCourse.asked_level == level - 1
            )
            if rows_changed(claim.values(asked_level=level)):
                _ask(course, level)
                done += 1
    return done


def _ask(course: LearningCourse, level: int) -> None:
    came = attended(course.id)
    places = [one for one in bookings_of(course.id) if one.id in came]
    add_due(
        f"education.level:{course.id}:{level}",
        f"{QUESTIONS[level][0]} {course.title}"[:200],
        level_times(course.ended_on or today())[level].closes,
        DuePage("education.evaluate", {"course_id": course.id, "level": level}),
        people=[one.person_id for one in places if one.person_id and level < 4],
        practices={one.practice_id for one in places if one.person_id is None or level == 4},
    )


def _check(course: LearningCourse, verdict: str) -> None:
    if not may_be_judged(course.brief):
        raise Refusal(
            "The brief does not meet the four principles of adult learning and does not say why. "
            "Whoever bought the course says so first."
        )
    if verdict == "accept" and not attended(course.id):
        raise Refusal("Nobody has come to this course yet, so there is nothing to accept.")


def _follow(course: LearningCourse, verdict: str) -> None:
    """A course that is accepted was of use: what each practice learnt stands in the ledger. One that is stopped ends."""
    key = f"education.learnt:{course.id}"
    take_back(key)
    if verdict == "stop":
        course.state = "stopped"
    if verdict != "accept":
        return
    minutes = {one.id: one.minutes for one in sessions_of(course.id)}
    learnt: dict[int, int] = {}
    for booking in bookings_of(course.id):
        for at in attended(course.id).get(booking.id, ()):
            learnt[booking.practice_id] = learnt.get(booking.practice_id, 0) + minutes.get(at or 0, 0)
    for practice_id, total in sorted(learnt.items()):
        if total:
            gained(key, course.title, practice_id=practice_id, minutes=total)


def explain(actor: Actor, course_id: int, because: str) -> None:
    """Say why a brief does not meet all four principles, so that the course can be judged. Once somebody has judged it, what was
    judged stays as it was."""
    authorize(actor, "education.buy")
    because = short_text(because, "because", 1_000, "Say why")
    with unit_of_work():
        course, _ = held(LearningCourse, course_id)
        if verdicts_of(course_id):
            raise Refusal("This course has been judged as its brief was.")
        course.brief = {**course.brief, "because": because}
        write_record(actor.person_id, "education.explained", f"education_course:{course_id}")
