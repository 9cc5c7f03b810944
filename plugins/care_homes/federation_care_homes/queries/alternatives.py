"""Alternatives as they were worked out."""

from typing import Any

from sqlalchemy import select

from federation.toolkit import NotFound, session

from ..models import HomeAlternative


def alternatives(most: int = 12) -> list[HomeAlternative]:
    """The latest alternatives, the newest first."""
    return list(session.scalars(select(HomeAlternative).order_by(HomeAlternative.id.desc()).limit(most)))


def alternative_here(alternative_id: int) -> HomeAlternative:
    """One alternative. Raises ``NotFound``."""
    found = session.get(HomeAlternative, alternative_id)
    if found is None:
        raise NotFound()
    return found


def told(row: HomeAlternative) -> dict[str, Any]:
    """An alternative for programs of those who make them."""
    return {
        "id": row.id,
        "title": row.title,
        "cost": row.cost,
        "moves": row.moves,
        "metres": row.metres,
        "homes": row.homes,
        "binding": row.binding,
        "gap": row.gap,
    }
