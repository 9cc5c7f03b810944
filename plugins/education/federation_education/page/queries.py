"""What the page of a course gathers from the other rooms."""

from collections.abc import Sequence
from typing import NamedTuple

from federation.toolkit import DecisionAbout, day, decision, people, plural, today

from ..assurance.queries import said_of
from ..assurance.rules import QUESTIONS, VERDICTS, LevelTimes, level_times
from ..courses.queries import CourseInProgramme
from ..figures import YesOf, one_place, whole_percent
from ..models import CourseSession, CourseVerdict, LearningCourse, LearningProgramme
from ..needs.queries import need_here, points_given, ranked_gaps
from ..programmes.queries import programme_here
from .rules import CourseDates


class NeedOfCourse(NamedTuple):
    """The need that a course is for, as the side of the page says it."""

    id: int
    title: str
    words: str


class LevelLine(NamedTuple):
    """A level of evaluation: the question, of whom, when it is asked, its state, and what was said now and the time before."""

    level: int
    question: str
    whom: str
    when: str
    state: str
    said: YesOf
    before: str


class CourseAbout(NamedTuple):
    """What a course stands on: its programme with its decision, and who bought it."""

    programme: LearningProgramme | None
    decision: DecisionAbout | None
    bought_by: str


def about(course: LearningCourse) -> CourseAbout:
    """The programme of a course, its decision, and who bought it. Three statements."""
    programme = programme_here(course.programme_id) if course.programme_id else None
    decided = decision(programme.decision_id) if programme and programme.decision_id else None
    names = {one.id: one.name for one in people()}
    return CourseAbout(programme, decided, names.get(course.bought_by, "Somebody who has left"))


def need_of(course: LearningCourse) -> NeedOfCourse | None:
    """The need of a course: the largest gap among its tasks, its place among all, and the members' points. Four statements."""
    if course.need_id is None:
        return None
    need, ranked = need_here(course.need_id), ranked_gaps()
    own = [(place, one) for place, one in enumerate(ranked, 1) if one.need.id == need.id]
    if not own:
        return NeedOfCourse(need.id, need.title, "No practice has answered yet.")
    place, top = own[0]
    words = (
        f"{top.found.task.words}: place {place} of {len(ranked)} by gap, importance {one_place(top.found.importance)}, "
        f"how well we do it {one_place(top.found.performance)}, of 7, as {plural(top.found.answered, 'practice')} see it."
    )
    if given := points_given().get(top.key):
        words += f" The members gave it {given.points} of {given.of} points."
    return NeedOfCourse(need.id, need.title, words)


class RoleUptake(NamedTuple):
    """How many of a role came to the courses of a programme, of how many (None: nobody said)."""

    role: str
    came: int
    people: int | None

    @property
    def words(self) -> str:
        """``12 of 31, 39%``."""
        if not self.people:
            return f"{self.came}, of how many nobody said"
        return f"{self.came} of {self.people}, {whole_percent(self.came, self.people)}"


def uptake_by_role(found: Sequence[CourseInProgramme]) -> list[RoleUptake]:
    """Uptake by role: places that were used in the courses for it, of the people who have the role, each course counted."""
    roles = dict.fromkeys(one.role for one in found if one.role)
    return [
        RoleUptake(
            role,
            sum(one.came for one in found if one.role == role),
            sum(one.people or 0 for one in found if one.role == role) or None,
        )
        for role in roles
    ]


def levels_of(course: LearningCourse) -> list[LevelLine]:
    """The four levels of a course, with what was said the time before. Six statements."""
    said = said_of(course.id)
    before = said_of(course.earlier_id) if course.earlier_id else {}
    times = level_times(course.ended_on) if course.ended_on else {}
    return [
        LevelLine(
            level,
            question,
            whom,
            _when(times.get(level)),
            _state(times.get(level)),
            said[level],
            before[level].words if before else "",
        )
        for level, (question, whom) in QUESTIONS.items()
    ]


def dates_of(
    course: LearningCourse,
    found: CourseAbout,
    sessions: Sequence[CourseSession],
    verdicts: Sequence[CourseVerdict],
    judge: str,
) -> CourseDates:
    """What the stages of a course are told from. One statement."""
    need = need_here(course.need_id) if course.need_id else None
    closed_at = found.decision.closed_at if found.decision else None
    return CourseDates(
        day(need.asked_at) if need else "",
        day(closed_at) if closed_at else "",
        day(course.bought_at),
        course.book_by,
        day(course.book_by),
        held_words(sessions),
        course.state,
        judge,
        f"{VERDICTS[verdicts[0].verdict]}, {day(verdicts[0].judged_at)}" if verdicts else "",
    )


def held_words(sessions: Sequence[CourseSession]) -> str:
    """When a course is held, in words: ``11 May 2027 to 15 June 2027``."""
    if not sessions:
        return ""
    first, last = day(sessions[0].starts_at), day(sessions[-1].starts_at)
    return first if first == last else f"{first} to {last}"


def _when(times: LevelTimes | None) -> str:
    return f"{day(times.opens)} to {day(times.closes)}" if times else ""


def _state(times: LevelTimes | None) -> str:
    if times is None or today() < times.opens:
        return "Not started"
    return "Over" if times.closes < today() else "Asked now"
