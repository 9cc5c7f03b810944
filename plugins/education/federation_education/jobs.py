"""What recurs: places that nobody booked in time go to those who wait, sessions pass, and those who came are asked at each
level's time."""

from .assurance.actions.asking import ask_levels, where_to_ask_levels
from .courses.actions.booking import free_unbooked, pass_by, where_begun, where_unbooked

__all__ = [
    "ask_levels",
    "free_unbooked",
    "pass_by",
    "where_begun",
    "where_to_ask_levels",
    "where_unbooked",
]
