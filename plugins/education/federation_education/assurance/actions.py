"""How a course is judged: by a group that has bought nothing, and by what those say who came."""

from datetime import date, timedelta
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
    done_due,
    drop_due,
    gained,
    held,
    people,
    people_in,
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
from ..models import CourseAnswer, CourseBooking, CourseVerdict, LearningCourse
from ..typed import short_text
from .queries import verdicts_of
from .rules import QUESTIONS, VERDICTS, level_times

RIGHT_WITHIN: Final = timedelta(days=28)
_ASKED_FOR: Final = timedelta(days=430)
"""So long after its end a course is looked at: the last level is over by then."""
_DROPPED_FOR: Final = timedelta(days=7)
_LOOK_AGAIN: Final = timedelta(days=14)
_JUDGES: Final = frozenset({"executive", "representative", "lay_partner", "chair"})
_ASKED: Final = ("executive", "lay_partner")
"""Who is asked to judge a course that no group judges; others who may judge do so unasked."""


def may_judge(actor: Actor, course: LearningCourse) -> bool:
    """Whether somebody may judge a course: who sits in its group, or, where it has none, who leads, represents a practice or is
    a lay partner; never who bought it."""
    if actor.person_id == course.bought_by:
        return False
    if course.group_id is not None:
        return bool(actor.sits_in(course.group_id))
    return bool(_JUDGES & set(actor.roles))


def judge(actor: Actor, course_id: int, verdict: str, reason: str, right_by: date | None = None) -> int:
    """Judge a course: ``accept``, ``remedy`` or ``stop``; returns the number of the verdict. What is to be put right is so by
    ``right_by``, in four weeks where nothing is said: whoever bought the course is asked to, and its judges to look again.

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
        if verdict == "remedy":
            right_by = right_by or today() + RIGHT_WITHIN
            if right_by < today():
                raise Invalid("It must be put right today or later", "right_by")
        row = CourseVerdict(
            course_id=course_id,
            verdict=verdict,
            reason=reason,
            person_id=actor.person_id,
            bought_by=course.bought_by,
            group_id=course.group_id,
            right_by=right_by if verdict == "remedy" else None,
            judged_at=time_now(),
        )
        session.add(row)
        session.flush()
        _follow(course, verdict)
        _ask_on(course, row.right_by)
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
        _ask_judges(course, level_times(course.ended_on or today())[2].closes, "Judge the course")
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


def _ask_judges(course: LearningCourse, until: date, words: str) -> None:
    judges = people(*_ASKED) if course.group_id is None else people_in(course.group_id)
    add_due(
        f"education.judge:{course.id}",
        f"{words}: {course.title}"[:200],
        until,
        DuePage("education.verdict", {"course_id": course.id}),
        people={one.id for one in judges} - {course.bought_by},
    )


def _ask_on(course: LearningCourse, right_by: date | None) -> None:
    """A verdict is there: its judges owe none any more; what is to be put right is asked of whoever bought the course."""
    drop_due(f"education.judge:{course.id}")
    drop_due(f"education.right:{course.id}")
    if right_by is None:
        return
    page = DuePage("education.course", {"course_id": course.id})
    add_due(
        f"education.right:{course.id}",
        f"Put right: {course.title}"[:200],
        right_by,
        page,
        people=[course.bought_by],
    )
    _ask_judges(course, right_by + _LOOK_AGAIN, "Look again")


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
