"""What practices were asked, and what they answered."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Row, func, select

from federation.toolkit import NotFound, PracticeFacts, decisions_about, practices, session

from ..figures import one_place
from ..models import LearningNeed, NeedReply
from .rules import PracticeReply, RatedTask, TaskGap, TaskRating, gaps


class NeedGaps(NamedTuple):
    """A need with its gaps, and which practices have answered and which have not."""

    need: LearningNeed
    gaps: list[TaskGap]
    answered: list[PracticeFacts]
    silent: list[PracticeFacts]


class RankedGap(NamedTuple):
    """A gap among those of all roles. ``key`` names it: ``3-1`` is the first task of need 3."""

    need: LearningNeed
    found: TaskGap

    @property
    def key(self) -> str:
        """How it is named in forms and addresses."""
        return f"{self.need.id}-{self.found.task.key}"

    @property
    def title(self) -> str:
        """The task and whose it is."""
        return f"{self.found.task.words} ({self.need.role})"

    @property
    def figures(self) -> str:
        """What practices said of it, in a sentence."""
        found = self.found
        return (
            f"Importance {one_place(found.importance)}, how well we do it {one_place(found.performance)}, of 7. "
            f"The gap is {one_place(found.gap)}, as {found.answered} practices see it."
        )


def need_here(need_id: int) -> LearningNeed:
    """What was asked under a number. Raises ``NotFound``."""
    need = session.get(LearningNeed, need_id)
    if need is None:
        raise NotFound()
    return need


def reply_of(need_id: int, practice_id: int) -> NeedReply | None:
    """What a practice answered, or None."""
    return session.scalar(
        select(NeedReply).where(NeedReply.need_id == need_id, NeedReply.practice_id == practice_id)
    )


def needs_asked(most: int = 100) -> list[Row[Any]]:
    """``LearningNeed, replies`` of the newest: how many practices have answered. One statement."""
    replies = select(func.count(NeedReply.id)).where(NeedReply.need_id == LearningNeed.id).scalar_subquery()
    rows = session.execute(
        select(LearningNeed, replies.label("replies"))
        .order_by(LearningNeed.closes_on.desc(), LearningNeed.id.desc())
        .limit(most)
    )
    return list(rows)


def gaps_of(need_id: int) -> NeedGaps:
    """The gaps of one need. Three statements."""
    need = need_here(need_id)
    replies = session.scalars(select(NeedReply).where(NeedReply.need_id == need_id)).all()
    said, everybody = {one.practice_id for one in replies}, practices()
    return NeedGaps(
        need,
        gaps(tasks_of(need), map(_reply, replies)),
        [one for one in everybody if one.id in said],
        [one for one in everybody if one.id not in said],
    )


def ranked_gaps() -> list[RankedGap]:
    """The gaps of all needs together, the largest first; of equal ones the more important. Two statements."""
    needs = [row.LearningNeed for row in needs_asked()]
    replies: dict[int, list[PracticeReply]] = {}
    for reply in session.scalars(select(NeedReply).where(NeedReply.need_id.in_([one.id for one in needs]))):
        replies.setdefault(reply.need_id, []).append(_reply(reply))
    found = [RankedGap(need, gap) for need in needs for gap in gaps(tasks_of(need), replies.get(need.id, ()))]
    return sorted(found, key=lambda one: (-one.found.gap, -one.found.importance, one.need.id, one.key))


def tasks_of(need: LearningNeed) -> list[RatedTask]:
    """Its tasks, in the order asked."""
    return [RatedTask(task["key"], task["words"]) for task in need.tasks]


def ratings_of(answers: Mapping[str, Iterable[int]]) -> dict[str, TaskRating]:
    """What a row keeps, as ratings by the key of a task."""
    return {key: TaskRating(*pair) for key, pair in answers.items()}


def _reply(row: NeedReply) -> PracticeReply:
    return PracticeReply(row.people, ratings_of(row.answers))


class NeedPoints(NamedTuple):
    """What a need was given, of how many points in all; ``place`` is its place by points."""

    points: int
    of: int
    place: int


def points_given() -> dict[str, NeedPoints]:
    """What each need was given in the newest ranking that is closed, by ``NEED-KEY``. One statement."""
    for one in decisions_about("education.ranking"):
        if one.points:
            return _points(one.terms["needs"], dict(one.points))
    return {}


def _points(needs: list[dict[str, Any]], points: dict[str, int]) -> dict[str, NeedPoints]:
    whole, values = sum(points.values()), sorted(points.values(), reverse=True)
    return {
        f"{one['need']}-{one['key']}": NeedPoints(
            points.get(one["letter"], 0), whole, _place(values, points.get(one["letter"], 0))
        )
        for one in needs
    }


def _place(values: list[int], own: int) -> int:
    return sum(1 for value in values if value > own) + 1
