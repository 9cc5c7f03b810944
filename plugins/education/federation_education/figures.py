"""Figures as people read them, each with how many it is of, and days that are months apart."""

from calendar import monthrange
from datetime import date
from fractions import Fraction
from typing import NamedTuple


class YesOf(NamedTuple):
    """Of so many who were asked, how many answered, and how many of those said yes."""

    yes: int
    answered: int
    asked: int

    @property
    def words(self) -> str:
        """``17 of the 20 who answered said yes, 85% (22 were asked)``."""
        if not self.answered:
            return f"Nobody has answered yet ({self.asked} are asked)"
        share = whole_percent(self.yes, self.answered)
        return f"{self.yes} of the {self.answered} who answered said yes, {share} ({self.asked} were asked)"


def whole_percent(part: int, of: int) -> str:
    """A share as people read it, halves up: ``85%``. It stands beside both numbers, never alone; empty of nothing."""
    return f"{(200 * part + of) // (2 * of)}%" if of else ""


def one_place(value: Fraction) -> str:
    """To one place, halves away from nought, as people read it: 2.4."""
    tenths = (abs(value) * 20 + 1) // 2
    return f"{'−' if value < 0 and tenths else ''}{tenths // 10}.{tenths % 10}"


def as_number(value: Fraction) -> int | float:
    """A whole number where it is one."""
    return int(value) if value.denominator == 1 else float(value)


def months_after(start: date, months: int) -> date:
    """The same day so many months later, or the last of that month."""
    years, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + years, month + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))
