"""Things that somebody must do: asked for, done, and asked for no longer, in the unit of work of whoever does it.

A feature names what it asks for by a key that begins with its own name (``diagnostics.answer:12``); each of the people and
practices who are asked owes it once. The record is the feature's to write.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from flask import current_app
from sqlalchemy import ColumnElement, delete, func, select, update

from federation.kernel.clock import database_now
from federation.kernel.days import end_of_day, time_now
from federation.kernel.db import db, unit_of_work
from federation.kernel.held import plain_text, rows_changed
from federation.kernel.refusals import Invalid
from federation.kernel.tenancy import insert_many
from federation.network.models import CalendarKey, ThingDue
from federation.people.secrets import fingerprint, new_token

LONGEST_WORDS = 200
LONGEST_KEY = 100


class DuePage(NamedTuple):
    """The page on which something is done: an endpoint and the values of its address, without the federation's."""

    endpoint: str
    values: Mapping[str, Any] = {}


class DueTime(NamedTuple):
    """When something is late: at an instant, or at the end of a whole day."""

    due_at: datetime
    whole_day: bool


def due_time(due: date | datetime) -> DueTime:
    """When something is late that is due on a day in England, or at an instant with a zone."""
    if isinstance(due, datetime):
        return DueTime(due, False)
    return DueTime(end_of_day(due), True)


def add_due(
    key: str,
    words: str,
    due: date | datetime,
    page: DuePage,
    *,
    people: Iterable[int] = (),
    practices: Iterable[int] = (),
    about: str = "",
    shared: bool = False,
) -> int:
    """Ask people and practices (whoever belongs to them) to do something by a day or an instant.

    Whoever is asked under this ``key`` already is not asked again, and what they were told stays; so that work done twice
    asks once. ``about`` stands behind the time, as ``From decision 2026/4``. Who owes it is seen by nobody else unless it
    is ``shared``. Returns how many are asked anew. Raises :class:`ValueError` for a page that there is not, ``Invalid``
    for words about a patient, none, or more than 200 characters.
    """
    feature, name = key_parts(key)
    if page.endpoint not in current_app.view_functions:
        raise ValueError(f"there is no page {page.endpoint}")
    words, about = plain_text(words, "words", "Say what is to be done"), plain_text(about, "about")
    if max(len(words), len(about)) > LONGEST_WORDS:
        raise Invalid(f"Use {LONGEST_WORDS} characters or fewer", "words")
    due_at, whole_day = due_time(due)
    same = {
        "feature": feature,
        "key": name,
        "words": words,
        "about": about,
        "endpoint": page.endpoint,
        "values": dict(page.values),
        "shared": shared,
        "due_at": due_at,
        "whole_day": whole_day,
        "since": time_now(),
    }
    whose = [{"person_id": person, "practice_id": None} for person in dict.fromkeys(people)]
    whose += [{"person_id": None, "practice_id": practice} for practice in dict.fromkeys(practices)]
    before = _count(feature, name)
    insert_many(ThingDue, [same | one for one in whose], once=True)
    return _count(feature, name) - before


def done_due(
    key: str, by: int, word: str = "", *, person_id: int | None = None, practice_id: int | None = None
) -> bool:
    """Note that a person has done what they, or this practice, were asked for, with a word or evidence where there is one.

    Returns False where they were not asked, or it was done before. ``by`` is who did it.
    """
    return bool(
        rows_changed(
            update(ThingDue)
            .where(*_owed(key, person_id, practice_id), ThingDue.is_open())
            .values(done_at=database_now(), done_by=by, word=plain_text(word, "word"))
        )
    )


def move_due(key: str, due: date | datetime) -> int:
    """Give everybody who has not done it yet another time. Returns how many there are."""
    due_at, whole_day = due_time(due)
    return rows_changed(
        update(ThingDue).where(*_owed(key), ThingDue.is_open()).values(due_at=due_at, whole_day=whole_day)
    )


def drop_due(key: str, *, person_id: int | None = None, practice_id: int | None = None) -> int:
    """Ask no longer, everybody or this one, and forget who was asked; what is done stays. Returns how many it were."""
    return rows_changed(delete(ThingDue).where(*_owed(key, person_id, practice_id), ThingDue.is_open()))


def make_calendar_key(person_id: int) -> str:
    """A new key for a person's calendar here; the one before opens nothing any more. Shown once: its hash is kept."""
    key = new_token()
    with unit_of_work() as session:
        _forget_key(person_id)
        session.add(CalendarKey(person_id=person_id, key_hash=fingerprint(key), made_at=time_now()))
    return key


def end_calendar_key(person_id: int) -> None:
    """Let no calendar of this person be read by a key any more."""
    with unit_of_work():
        _forget_key(person_id)


def _forget_key(person_id: int) -> None:
    rows_changed(delete(CalendarKey).where(CalendarKey.person_id == person_id))


def key_parts(key: str) -> tuple[str, str]:
    """Whose a key is: the feature, and its own name for the thing. Raises :class:`ValueError`."""
    feature, dot, name = key.partition(".")
    if not dot or not feature or not name or len(name) > LONGEST_KEY:
        raise ValueError("a key begins with the feature's name and a dot, like diagnostics.answer:12")
    return feature, name


def _owed(
    key: str, person_id: int | None = None, practice_id: int | None = None
) -> list[ColumnElement[bool]]:
    feature, name = key_parts(key)
    found = [ThingDue.feature == feature, ThingDue.key == name]
    if person_id is not None:
        found.append(ThingDue.person_id == person_id)
    if practice_id is not None:
        found += [ThingDue.practice_id == practice_id, ThingDue.person_id.is_(None)]
    return found


def _count(feature: str, name: str) -> int:
    found = select(func.count(ThingDue.id)).where(ThingDue.feature == feature, ThingDue.key == name)
    return int(db.session.scalar(found) or 0)
