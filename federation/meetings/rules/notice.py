"""Clear days of notice: neither the day on which notice is given nor the day of the meeting counts."""

from datetime import date, timedelta


def clear_days(given: date, held: date) -> int:
    """How many clear days lie between the day of the notice and that of the meeting; 0 where none does."""
    return max(0, (held - given).days - 1)


def earliest_day(given: date, needed: int) -> date:
    """The first day on which a meeting can be held that needs so many clear days."""
    return given + timedelta(days=needed + 1)
