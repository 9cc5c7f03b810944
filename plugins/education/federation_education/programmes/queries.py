"""Programmes of a year."""

from sqlalchemy import select

from federation.toolkit import Invalid, NotFound, session

from ..models import LearningProgramme


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


def carried_programme(programme_id: int) -> LearningProgramme:
    """A programme that the members have agreed. Raises ``Invalid`` at ``programme`` for any other."""
    programme = session.get(LearningProgramme, programme_id)
    if programme is None or programme.decided != "carried":
        raise Invalid("Select a programme that the members have agreed", "programme")
    return programme
