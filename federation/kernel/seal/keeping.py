"""Keeping seals: whether all can be read and are as the record says, and wrapping their keys anew. No content is shown."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import select

from federation.kernel import record
from federation.kernel.db import db, unit_of_work
from federation.kernel.proof import RecordedAct, RecordFlaw, acts_called, at_entry
from federation.kernel.record import stamp
from federation.kernel.seal import envelope
from federation.kernel.seal.seals import (
    DROPPED,
    MADE,
    OPENED,
    POSTPONED,
    BrokenSeal,
    SealedContent,
    bound_key,
    content_of,
    fingerprint,
    keep_key,
    key_of,
)
from federation.kernel.sealing import NotUnderThisKey
from federation.kernel.tenancy import current

REWRAPPED = "seal.rewrapped"


@dataclass
class ExpectedSeal:
    """A seal as the record says it should be."""

    digest: str
    openable_at: str
    opened_entry: int | None = None


@dataclass
class SealCount:
    """How many seals are in order, and what is wrong with the others."""

    well: int
    troubles: list[RecordFlaw]


def seal_flaws() -> Iterator[RecordFlaw]:
    """Everything about the seals of the federation chosen that is not as its record says, or cannot be read."""
    expected: dict[tuple[str, str], ExpectedSeal] = {}
    for subject, act in acts_called(MADE, OPENED, POSTPONED, DROPPED):
        yield from _follow(expected, subject, act)
    for row in _rows():
        one = expected.pop((row.subject, row.name), None)
        if one is None:
            yield _flaw(row, "the record does not say that it was sealed")
        elif found := _difference(row, one) or _trouble(row):
            yield _flaw(row, found)
    for subject, name in sorted(expected):
        yield RecordFlaw(f"The seal {name} of {subject}", "it is gone, and the record does not say why")


def check_seals() -> SealCount:
    """Whether each seal of the federation chosen can be read with the key in force."""
    found = SealCount(0, [])
    for row in _rows():
        if trouble := _trouble(row):
            found.troubles.append(_flaw(row, trouble))
        else:
            found.well += 1
    return found


def rewrap_seals(key_for: Callable[[SealedContent], bytes]) -> SealCount:
    """Wrap the keys of all seals of the federation chosen under the key in force, and for the recovery key in force.

    ``key_for`` finds the key of a seal; those whose key it does not find stay as they are.
    """
    done = SealCount(0, [])
    with unit_of_work() as session:
        for number in session.scalars(select(SealedContent.id).order_by(SealedContent.id)).all():
            row = session.scalars(
                select(SealedContent).where(SealedContent.id == number).with_for_update()
            ).one()
            try:
                keep_key(row, key_for(row))
                done.well += 1
            except (NotUnderThisKey, BrokenSeal):
                done.troubles.append(_flaw(row, "its key could not be unwrapped"))
            session.flush()
            session.expunge(row)
        if done.well:
            record.append(None, REWRAPPED, f"federation:{current()}", count=done.well)
    return done


def by_former_key(former: str) -> Callable[[SealedContent], bytes]:
    """Finds keys that are wrapped under the key that the server had before, or under the one in force."""

    def find(row: SealedContent) -> bytes:
        try:
            return envelope.unwrapped(former, row.wrapped, bound_key(row))
        except NotUnderThisKey:
            return key_of(row)

    return find


def by_recovery_key(private: str) -> Callable[[SealedContent], bytes]:
    """Finds keys with the private half of the recovery key."""
    return lambda row: envelope.recovered(private, row.recovery or b"", bound_key(row))


def _follow(
    expected: dict[tuple[str, str], ExpectedSeal], subject: str, act: RecordedAct
) -> Iterator[RecordFlaw]:
    """Bring what is expected to where an entry of the record brings it."""
    if act.name == MADE:
        expected[subject, act.data["name"]] = ExpectedSeal(act.data["digest"], act.data["openable_at"])
        return
    for key in [key for key in expected if key[0] == subject]:
        one = expected[key]
        if act.name == DROPPED:
            del expected[key]
        elif act.name == POSTPONED:
            one.openable_at = act.data["openable_at"]
        elif one.opened_entry is None:
            one.opened_entry = act.seq
            if stamp(act.at) < one.openable_at:
                yield at_entry(act, f"it opened {key[1]} before its time")


def _difference(row: SealedContent, one: ExpectedSeal) -> str:
    """How a seal differs from what the record says; nothing where it does not."""
    if fingerprint(row) != one.digest:
        return "its content was changed"
    if stamp(row.openable_at) != one.openable_at:
        return "the time from which it may be opened was changed"
    if row.opened_entry != one.opened_entry:
        return "the record does not say that it was opened so"
    return ""


def _trouble(row: SealedContent) -> str:
    """Why a seal cannot be read; nothing where it can."""
    try:
        content_of(row)
    except BrokenSeal:
        if row.key_name != envelope.key_name(current_app.config["SETTINGS"]["seal_key"]):
            return "it is sealed under another key than the server’s"
        return "it cannot be read: it, its key or what it belongs to was changed"
    return ""


def _flaw(row: SealedContent, why: str) -> RecordFlaw:
    return RecordFlaw(f"The seal {row.name} of {row.subject}", why)


def _rows() -> Iterator[SealedContent]:
    """The seals of the federation chosen, one after the other: each may be large."""
    for number in db.session.scalars(select(SealedContent.id).order_by(SealedContent.id)).all():
        row = db.session.scalars(select(SealedContent).where(SealedContent.id == number)).first()
        if row is not None:
            yield row
            db.session.expunge(row)
