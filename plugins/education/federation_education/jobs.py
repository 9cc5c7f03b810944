"""What recurs: places that nobody booked in time go to those who wait, and those who came are asked at each level's time."""

from .actions.bookings import free_unbooked
from .actions.judging import ask_levels

__all__ = ["ask_levels", "free_unbooked"]
