"""How a thing to be done stands in a list: until when, and how urgent it is."""

from datetime import datetime

from markupsafe import Markup

from federation.kernel.days import last_day
from federation.kernel.words import LONDON, day, moment, plural, tag

SOON_DAYS = 7


def due_words(due_at: datetime, whole_day: bool, now: datetime) -> str:
    """``Due 27 November 2026``, with the time of day where it is not a whole day; ``Was due …`` once it is late."""
    begins = "Was due" if due_at <= now else "Due"
    return f"{begins} {day(last_day(due_at)) if whole_day else moment(due_at)}"


def due_tag(due_at: datetime, begun: bool, now: datetime) -> Markup:
    """How urgent something is: late in red, within a week in yellow, else how far it has come."""
    days = (last_day(due_at) - now.astimezone(LONDON).date()).days
    if due_at <= now:
        return tag(f"Overdue by {plural(-days, 'day')}" if days else "Overdue", "red")
    if days <= SOON_DAYS:
        words = "Due today" if days == 0 else "Due tomorrow" if days == 1 else f"Due in {days} days"
        return tag(words, "yellow")
    return tag("Under way", "blue") if begun else tag("Not started", "grey")
