"""What those say who came to a course, and its verdicts."""

from collections.abc import Sequence

from sqlalchemy import select

from federation.toolkit import session

from ..courses.queries import attended, bookings_of
from ..figures import YesOf
from ..models import CourseAnswer, CourseVerdict
from .rules import QUESTIONS


def verdicts_of(course_id: int) -> Sequence[CourseVerdict]:
    """How a course was judged, the newest first. One statement."""
    return session.scalars(
        select(CourseVerdict).where(CourseVerdict.course_id == course_id).order_by(CourseVerdict.id.desc())
    ).all()


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
