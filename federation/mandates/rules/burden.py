"""How much of its time reports ask of a group."""

from fractions import Fraction
from typing import Final

MONTHS: Final = 12


def hours_a_month(report_days: int, hours: int, events_a_year: int = 0) -> Fraction:
    """Hours a month for reports that take so many ``hours`` each: one every ``report_days`` days (0: none), and one after each
    event of a year."""
    rhythm = Fraction(365, report_days) if report_days else Fraction(0)
    return (rhythm + events_a_year) * hours / MONTHS
