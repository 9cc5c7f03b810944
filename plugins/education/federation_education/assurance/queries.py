"""What those say who came to a course, and its verdicts."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final, NamedTuple

from sqlalchemy import func, select

from federation.toolkit import people, session

from ..courses.queries import attended, bookings_of
from ..figures import YesOf
from ..models import CourseAnswer, CourseOpinion, CourseVerdict
from .rules import QUESTIONS, JudgeSays

_GONE: Final = "Somebody who has left"


def verdicts_of(course_id: int) -> Sequence[CourseVerdict]:
    """How a course was judged, the newest first. One statement."""
    return session.scalars(
        select(CourseVerdict).where(CourseVerdict.course_id == course_id).order_by(CourseVerdict.id.desc())
    ).all()


def open_opinions(course_id: int) -> Sequence[CourseOpinion]:
    """What judges have said since the newest verdict, in order. One statement."""
    newest = select(func.max(CourseVerdict.id)).where(CourseVerdict.course_id == course_id).scalar_subquery()
    return session.scalars(
        select(CourseOpinion)
        .where(CourseOpinion.course_id == course_id)
        .where(func.coalesce(CourseOpinion.after_id, 0) == func.coalesce(newest, 0))
        .order_by(CourseOpinion.id)
    ).all()


class OpinionTold(NamedTuple):
    """What a judge said since the newest verdict: who, when, what, why."""

    name: str
    said_at: datetime
    verdict: str
    right_by: date | None
    reason: str


def weighed(course_id: int) -> list[OpinionTold]:
    """What judges say now, each the newest thing; empty once two have agreed. Two statements."""
    names = {one.id: one.name for one in people()}
    newest = {one.person_id: one for one in open_opinions(course_id)}
    return [
        OpinionTold(names.get(one.person_id, _GONE), one.said_at, one.verdict, one.right_by, one.reason)
        for one in newest.values()
    ]


def judges_told(verdicts: Sequence[CourseVerdict]) -> dict[int, str]:
    """Who gave each verdict, in words, by its number. One statement."""
    names = {one.id: one.name for one in people()}
    return {
        one.id: " and ".join(
            names.get(who, _GONE) for who in (one.person_id, one.confirmed_by) if who is not None
        )
        for one in verdicts
    }


def says(opinion: CourseOpinion) -> JudgeSays:
    """What a judge said, to compare."""
    return JudgeSays(opinion.person_id, opinion.verdict, opinion.right_by)


def said_of(course_id: int) -> dict[int, YesOf]:
    """What those say who came, by level; at level 4 practices are asked. Three statements."""
    came = attended(course_id)
    places = [one for one in bookings_of(course_id) if one.id in came]
    of_practices = len({one.practice_id for one in places})
    found = {level: [0, 0] for level in QUESTIONS}
    answers = select(CourseAnswer.level, CourseAnswer.said).where(CourseAnswer.course_id == course_id)
    for level, yes in session.execute(answers):
        found[level][0] += bool(yes)
        found[level][1] += 1
    return {
        level: YesOf(yes, answered, of_practices if level == 4 else len(places))
        for level, (yes, answered) in found.items()
    }
