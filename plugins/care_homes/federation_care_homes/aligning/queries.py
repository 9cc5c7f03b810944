"""Alternatives as they were worked out."""

from typing import Any

from sqlalchemy import select

from federation.toolkit import NotFound, session

from ..agreed import small_number
from ..models import HomeAlternative
from ..privacy import in_words


def alternatives(most: int = 12) -> list[HomeAlternative]:
    """The latest alternatives, the newest first."""
    return list(session.scalars(select(HomeAlternative).order_by(HomeAlternative.id.desc()).limit(most)))


def alternative_here(alternative_id: int) -> HomeAlternative:
    """One alternative. Raises ``NotFound``."""
    found = session.get(HomeAlternative, alternative_id)
    if found is None:
        raise NotFound()
    return found


def asked_of(row: HomeAlternative, home: str, raw: bool) -> str:
    """How many residents are asked to change of how many: of a home, or of all (""); as it is, or worked out from rounded
    counts."""
    if raw:
        one = row.detail[home] if home else {"moves": row.moves, "residents": row.residents}
        return f"{one['moves']:,} of {one['residents']:,}"
    small = small_number()
    residents, moves = (row.shown or {}).get(home, (0, 0))
    return f"{in_words(moves, small)} of {in_words(residents, small)}"


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
