"""Programmes of a year, and how members ranked what is needed."""

from typing import Any, NamedTuple

from sqlalchemy import select

from federation.toolkit import NotFound, decisions_about, session

from ..models import LearningProgramme


class NeedPoints(NamedTuple):
    """What a need was given, of how many points in all; ``place`` is its place by points."""

    points: int
    of: int
    place: int


def programme_here(programme_id: int) -> LearningProgramme:
    """One programme. Raises ``NotFound``."""
    programme = session.get(LearningProgramme, programme_id)
    if programme is None:
        raise NotFound()
    return programme


def programmes(carried: bool = False) -> list[LearningProgramme]:
    """The programmes, the newest first; ``carried``: those alone that the members decided. One statement."""
    statement = select(LearningProgramme).order_by(LearningProgramme.year.desc(), LearningProgramme.id.desc())
    if carried:
        statement = statement.where(LearningProgramme.decided == "carried")
    return list(session.scalars(statement.limit(50)))


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
