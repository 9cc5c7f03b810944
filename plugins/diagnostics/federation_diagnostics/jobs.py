"""What recurs: working out the results of surveys whose time has passed, reminding those who have not answered."""

from typing import Any

from sqlalchemy import Select, select

from .actions.closing import close_due
from .letters import remind
from .models import Survey

__all__ = ["close_due", "remind", "where_open"]


def where_open() -> Select[Any]:
    """The federations with a survey that is open, or has not been worked out yet."""
    return select(Survey.federation_id).where(Survey.closed_at.is_(None)).distinct()
