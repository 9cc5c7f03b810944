"""When letters that wait for others go out: at seven in the morning in England, each day or on Mondays."""

from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Final

_AT: Final = time(7)


def next_gathering(now: datetime, weekly: bool, zone: tzinfo) -> datetime:
    """The next time after ``now``, which is aware, at which letters go out in one, in UTC; at the time itself the one after
    it, so that nothing falls between two letters."""
    here = now.astimezone(zone)
    day = here.date()
    ahead = (7 - day.weekday()) % 7 if weekly else 0
    step = timedelta(days=7 if weekly else 1)
    at = datetime.combine(day + timedelta(days=ahead), _AT, zone).astimezone(UTC)
    return at if at > now else datetime.combine(day + timedelta(days=ahead) + step, _AT, zone).astimezone(UTC)
