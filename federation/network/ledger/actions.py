"""Noting what a practice or a person gave, gained or paid, in the unit of work of whoever says so.

A feature notes it under a key that begins with its own name (``lending.loan:12``): once for each kind and practice, so that
work done twice notes once. The record is the feature's to write.
"""

from datetime import datetime

from sqlalchemy import delete

from federation.kernel.days import time_now
from federation.kernel.held import plain_text, rows_changed
from federation.kernel.refusals import Invalid
from federation.kernel.tenancy import insert_many
from federation.network.dues.actions import key_parts
from federation.network.models import LedgerLine

LONGEST_WORDS = 200
MOST_MINUTES = 60 * 24 * 365
MOST_PENCE = 10**13


def gave(
    key: str,
    words: str,
    *,
    practice_id: int | None = None,
    person_id: int | None = None,
    group_id: int | None = None,
    minutes: int | None = None,
    pence: int | None = None,
    at: datetime | None = None,
) -> None:
    """Note that a practice, or a person who is of none here, gave ``minutes`` of work or ``pence``: one of the two, more than
    nought. What was not measured is not noted.

    ``words`` say what for, and every member reads them: name nothing that a group keeps to itself. ``at`` is when; now,
    where nothing is said. Raises :class:`ValueError` where it is nobody's, or both or neither is given; ``Invalid`` for words
    about a patient, none, or more than 200 characters."""
    _note("gave", key, words, practice_id, person_id, group_id, minutes, pence, at)


def gained(
    key: str,
    words: str,
    *,
    practice_id: int | None = None,
    person_id: int | None = None,
    group_id: int | None = None,
    minutes: int | None = None,
    pence: int | None = None,
    at: datetime | None = None,
) -> None:
    """Note that a practice gained time or money, as :func:`gave` does."""
    _note("gained", key, words, practice_id, person_id, group_id, minutes, pence, at)


def paid(
    key: str,
    words: str,
    *,
    practice_id: int | None = None,
    person_id: int | None = None,
    group_id: int | None = None,
    pence: int,
    at: datetime | None = None,
) -> None:
    """Note that a practice paid ``pence``, as :func:`gave` does."""
    _note("paid", key, words, practice_id, person_id, group_id, None, pence, at)


def take_back(key: str) -> int:
    """Forget all that was noted under a key, as where it is noted anew or did not happen. Returns how many lines it were."""
    feature, name = key_parts(key)
    return rows_changed(delete(LedgerLine).where(LedgerLine.feature == feature, LedgerLine.key == name))


def _note(
    kind: str,
    key: str,
    words: str,
    practice_id: int | None,
    person_id: int | None,
    group_id: int | None,
    minutes: int | None,
    pence: int | None,
    at: datetime | None,
) -> None:
    feature, name = key_parts(key)
    if practice_id is None and person_id is None:
        raise ValueError(f"{key}: say which practice or person {kind} it")
    if (minutes is None) == (pence is None):
        raise ValueError(f"{key}: say how many minutes or how many pence")
    if not (0 < (minutes or 0) <= MOST_MINUTES or 0 < (pence or 0) <= MOST_PENCE):
        raise ValueError(f"{key}: more than nought minutes or pence")
    words = plain_text(words, "words", "Say what it was for")
    if len(words) > LONGEST_WORDS:
        raise Invalid(f"Use {LONGEST_WORDS} characters or fewer", "words")
    now = time_now()
    line = {
        "kind": kind,
        "feature": feature,
        "key": name,
        "practice_id": practice_id,
        "person_id": person_id,
        "group_id": group_id,
        "minutes": minutes,
        "pence": pence,
        "words": words,
        "at": at or now,
        "noted_at": now,
    }
    insert_many(LedgerLine, [line], once=True)
