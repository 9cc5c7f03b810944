"""How a course is judged: by two people of a group who have not bought it, who say the same."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

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
    session,
    take_back,
    time_now,
    today,
    unit_of_work,
    write_record,
)

from ...briefs.rules import may_be_judged
from ...courses.actions.ending import stop
from ...courses.queries import attended, bookings_of, sessions_of
from ...events import CourseJudged
from ...models import CourseOpinion, CourseVerdict, LearningCourse
from ...typed import short_text
from ..queries import open_opinions, says, verdicts_of
from ..rules import VERDICTS, agreeing

RIGHT_WITHIN: Final = timedelta(days=28)
_LOOK_AGAIN: Final = timedelta(days=14)
_JUDGES: Final = frozenset({"executive", "representative", "lay_partner", "chair"})
_ASKED: Final = ("executive", "lay_partner")
"""Who is asked to judge a course that no group judges; others who may judge do so unasked."""


class CourseJudging(NamedTuple):
    """The number of what somebody said, and of the verdict that follows; None while nobody else says the same."""

    opinion_id: int
    verdict_id: int | None


def may_judge(actor: Actor, course: LearningCourse) -> bool:
    """Whether somebody may judge a course: who sits in its group, or, where it has none, who leads, represents a practice or is
    a lay partner; never who bought it, and nobody once it was stopped or called off."""
    if actor.person_id == course.bought_by or course.state in ("stopped", "called_off"):
        return False
    if course.group_id is not None:
        return bool(actor.sits_in(course.group_id))
    return bool(_JUDGES & set(actor.roles))


def judge(
    actor: Actor, course_id: int, verdict: str, reason: str, right_by: date | None = None
) -> CourseJudging:
    """Say how one judges a course: ``accept``, ``remedy`` or ``stop``. Once two say the same, it is judged so: nobody judges
    alone. What is to be put right is so by ``right_by``; where nothing is said, by the day that another judge said, else in four
    weeks.

    Raises ``NotYours`` for whoever bought it and for those outside its group, ``Refusal`` where the brief neither meets the four
    principles nor says why not, where nobody has come to a course that is accepted, and where somebody says the same again.
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
        said = open_opinions(course_id)
        row = CourseOpinion(
            course_id=course_id,
            after_id=_newest(course_id),
            verdict=verdict,
            reason=reason,
            person_id=actor.person_id,
            bought_by=course.bought_by,
            right_by=_right_by(said, right_by) if verdict == "remedy" else None,
            said_at=time_now(),
        )
        own = [says(one) for one in said if one.person_id == actor.person_id]
        if own and own[-1] == says(row):
            raise Refusal("You have said this already. Another judge says the same, or something else.")
        session.add(row)
        session.flush()
        done_due(_judge_key(course), actor.person_id, person_id=actor.person_id)
        write_record(actor.person_id, "education.weighed", f"education_course:{course_id}", verdict=verdict)
        other = agreeing([says(one) for one in (*said, row)], _judges_of(course))
        if other is None:
            _tell_apart(course, [*said, row])
            return CourseJudging(row.id, None)
        first = next(one for one in reversed(said) if says(one) == other)
        return CourseJudging(row.id, _judged(course, first, row))


def _judged(course: LearningCourse, first: CourseOpinion, second: CourseOpinion) -> int:
    """Two say the same: note the verdict, and what follows from it."""
    for name in (_judge_key(course), _apart_key(course), f"education.right:{course.id}"):
        drop_due(name)
    row = CourseVerdict(
        course_id=course.id,
        verdict=second.verdict,
        reason=first.reason,
        person_id=first.person_id,
        confirmed_by=second.person_id,
        confirmed_because=second.reason,
        bought_by=course.bought_by,
        group_id=course.group_id,
        right_by=second.right_by,
        judged_at=time_now(),
    )
    session.add(row)
    session.flush()
    _follow(course, row.verdict)
    if row.right_by is not None:
        _ask_on(course, row.right_by)
    announce(CourseJudged(course.federation_id, course.id, row.verdict), f"education.judged:{row.id}")
    write_record(
        second.person_id,
        "education.judged",
        f"education_course:{course.id}",
        verdict=row.verdict,
        first=first.person_id,
    )
    return row.id


def _newest(course_id: int) -> int | None:
    found = verdicts_of(course_id)
    return found[0].id if found else None


def _right_by(said: Sequence[CourseOpinion], typed: date | None) -> date:
    if typed is not None and typed < today():
        raise Invalid("It must be put right today or later", "right_by")
    before = [one.right_by for one in said if one.right_by is not None]
    return typed or (before[-1] if before else today() + RIGHT_WITHIN)


def _judges_of(course: LearningCourse) -> frozenset[int]:
    """Everybody who may judge a course now, by number."""
    found = people(*_JUDGES) if course.group_id is None else people_in(course.group_id)
    return frozenset(one.id for one in found) - {course.bought_by}


def _judge_key(course: LearningCourse) -> str:
    """Judges are asked again after each verdict, under another key."""
    return f"education.judge:{course.id}:{_newest(course.id) or 0}"


def _apart_key(course: LearningCourse) -> str:
    return f"education.apart:{course.id}:{_newest(course.id) or 0}"


def ask_judges(course: LearningCourse, until: date, words: str) -> None:
    """Ask those who judge a course to do so by a day, in the open unit of work."""
    judges = people(*_ASKED) if course.group_id is None else people_in(course.group_id)
    add_due(
        _judge_key(course),
        f"{words}: {course.title}"[:200],
        until,
        DuePage("education.verdict", {"course_id": course.id}),
        people={one.id for one in judges} - {course.bought_by},
    )


def _tell_apart(course: LearningCourse, said: Sequence[CourseOpinion]) -> None:
    """Where judges differ, those who have said something are asked to look at it together."""
    who = {one.person_id for one in said}
    if len(who) > 1:
        add_due(
            _apart_key(course),
            f"You judge differently: {course.title}"[:200],
            today() + _LOOK_AGAIN,
            DuePage("education.verdict", {"course_id": course.id}),
            people=who,
        )


def _ask_on(course: LearningCourse, right_by: date) -> None:
    """What is to be put right is asked of whoever bought the course, and its judges to look again."""
    page = DuePage("education.course", {"course_id": course.id})
    add_due(
        f"education.right:{course.id}",
        f"Put right: {course.title}"[:200],
        right_by,
        page,
        people=[course.bought_by],
    )
    ask_judges(course, right_by + _LOOK_AGAIN, "Look again")


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
        stop(course)
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
        if verdicts_of(course_id) or open_opinions(course_id):
            raise Refusal("This course has been judged as its brief was.")
        course.brief = {**course.brief, "because": because}
        write_record(actor.person_id, "education.explained", f"education_course:{course_id}")
