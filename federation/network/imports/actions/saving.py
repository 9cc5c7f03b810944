"""Saving what a file says: everything that its check showed, in one transaction, or nothing of it. This is what the
kinds of files share."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from sqlalchemy import select

from federation.kernel.db import db
from federation.kernel.policy import Actor, authorize
from federation.network.imports.actions.uploads import mark_saved
from federation.network.imports.queries.checks import (
    ChangedSinceCheck,
    ImportSource,
    UnreadLines,
)
from federation.network.models import Practice

_IN_ONE_STATEMENT: Final = 500
_MOST_NAMED: Final = 500
"""Practices that an entry of the record names by number; of more it says how many they were."""


class SavedImport(NamedTuple):
    """A saved import: the number of the record's entry (0: nothing had changed), and how many of each."""

    seq: int
    counts: dict[str, int]


def allow(actor: Actor | None, right: str = "network.administer") -> None:
    """Refuse whoever may not import; at the terminal there is no actor, and it may."""
    if actor is not None:
        authorize(actor, right)


def refuse(seen: str | None, digest: str, unreadable: int, leave_out: bool) -> None:
    """Refuse to save what is no longer as it was shown, or has lines that nobody left out."""
    if seen is not None and seen != digest:
        raise ChangedSinceCheck()
    if unreadable and not leave_out:
        raise UnreadLines(unreadable)


def done(source: ImportSource, seq: int, counts: dict[str, int]) -> SavedImport:
    """Write down that the upload is saved, and say what was."""
    if source.upload_id is not None:
        mark_saved(source.upload_id, seq)
    return SavedImport(seq, counts)


def practices_with(codes: Sequence[str]) -> Iterator[Practice]:
    """The practices with these codes, to be changed."""
    for start in range(0, len(codes), _IN_ONE_STATEMENT):
        some = codes[start : start + _IN_ONE_STATEMENT]
        yield from db.session.scalars(select(Practice).where(Practice.code.in_(some)))


def named(key: str, codes: Sequence[str]) -> dict[str, list[int]]:
    """Numbers of practices for the record, unless they are very many."""
    if not 0 < len(codes) <= _MOST_NAMED:
        return {}
    ids = db.session.scalars(select(Practice.id).where(Practice.code.in_(list(codes))).order_by(Practice.id))
    return {key: list(ids)}
