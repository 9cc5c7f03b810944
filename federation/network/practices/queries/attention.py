"""Practices that need the administrator: of unknown size, or in no neighbourhood."""

from federation.network.members.queries.attention import PracticeAttention, practices_that_are
from federation.network.models import Practice


def without_list_size(most: int) -> list[PracticeAttention]:
    """Members whose list size is not known, by name."""
    return practices_that_are(Practice.belongs() & Practice.list_size.is_(None), most)


def without_neighbourhood(most: int) -> list[PracticeAttention]:
    """Members that are in no neighbourhood, by name."""
    return practices_that_are(Practice.belongs() & Practice.neighbourhood_id.is_(None), most)
