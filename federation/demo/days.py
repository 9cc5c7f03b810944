"""Days of the story, counted from the day on which the demonstration is filled."""

from datetime import UTC, date, datetime, time, timedelta

from federation.kernel.words import LONDON


class StoryDays:
    """Moments and dates relative to today in England; ``-3`` is three days ago. A weekend moves away
    from today."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self._today = now.astimezone(LONDON).date()

    def date(self, day: int) -> date:
        """The working day that is so many days from today."""
        found = self._today + timedelta(days=day)
        weekend = found.weekday() - 4
        if weekend <= 0 or day == 0:
            return found
        return found - timedelta(days=weekend) if day < 0 else found + timedelta(days=3 - weekend)

    def at(self, day: float, hour: int = 9, minute: int = 0) -> datetime:
        """A time of that day in England, as a moment."""
        return datetime.combine(self.date(int(day)), time(hour, minute), LONDON).astimezone(UTC)
