"""The time by the database's clock, and the day it is in England."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from federation.kernel.clock import NOW
from federation.kernel.db import db
from federation.kernel.words import LONDON

YEARS: Final = range(1800, 2201)
"""The years of days and moments that people and programs may name: days before and after each can be reckoned in any zone."""


def time_now() -> datetime:
    """The time by the database's clock, in UTC. One statement."""
    return db.session.execute(NOW).scalar_one()


def today() -> date:
    """The day it is in England by the database's clock, which for an hour each summer night is not the day of UTC.
    One statement."""
    return day_at(time_now())


def day_at(at: datetime) -> date:
    """The day it is in England at an instant."""
    return at.astimezone(LONDON).date()


def end_of_day(day: date) -> datetime:
    """The instant at which a day is over in England; the hours of such a day are 24, or 23 or 25 when the clocks change."""
    return datetime.combine(day + timedelta(days=1), time(), LONDON).astimezone(UTC)


def start_of_day(day: date) -> datetime:
    """The instant at which a day begins in England."""
    return datetime.combine(day, time(), LONDON).astimezone(UTC)


def last_day(due_at: datetime) -> date:
    """The last day in England on which there is time for what is due at an instant: the day before where it is midnight."""
    return (due_at - timedelta(microseconds=1)).astimezone(LONDON).date()
