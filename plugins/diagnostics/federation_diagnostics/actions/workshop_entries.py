"""What groups enter in a workshop: levels while it is open, votes for priorities once the levels are locked.

Whatever is entered is checked against the state of the workshop, which stays as it is until the entry is kept.
The last entry of a group counts; the one before stays in its history, and whoever replaces it is told whose it was.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, literal_column, select, update

from federation.toolkit import (
    Actor,
    Invalid,
    NotFound,
    authorize,
    database_now,
    insert_many,
    plain_text,
    rows_changed,
    session,
    unit_of_work,
)

from ..models.workshops import Workshop, WorkshopEntry, WorkshopGroup, WorkshopVotes
from ..rules.errors import DiagnosticsError
from ..rules.maturity import MATURITY
from ..rules.words import counted
from ..rules.workshop import VOTES_EACH, LevelEntry
from .workshop_state import refused_as

LONGEST_NOTE = 2_000  # characters
_KEYS = frozenset(one.key for one in MATURITY)

_HELD = (
    select(Workshop.state, database_now().label("now"))
    .where(Workshop.id == bindparam("workshop"))
    .with_for_update(read=True)
)
_TURN = (
    update(WorkshopGroup)
    .where(
        WorkshopGroup.workshop_id == bindparam("workshop"), WorkshopGroup.number == bindparam("group_number")
    )
    .values(entered=WorkshopGroup.entered + 1)
    .execution_options(synchronize_session=False)
)
_GROUP = select(WorkshopGroup.id, WorkshopGroup.size).where(
    WorkshopGroup.workshop_id == bindparam("workshop"), WorkshopGroup.number == bindparam("number")
)

_ENTERED = (
    select(WorkshopEntry.dimension)
    .join(WorkshopGroup, WorkshopGroup.id == WorkshopEntry.group_id)
    .where(WorkshopGroup.workshop_id == bindparam("workshop"))
    .distinct()
)


def _newest(model: Any, *what: Any) -> Select[Any]:
    signed = (model.version, model.entered_by, model.entered_as, model.entered_at)
    return (
        select(*what, *signed)
        .where(model.group_id == bindparam("group"))
        .order_by(model.version.desc())
        .limit(literal_column("1"))
    )


_LEVELS = (WorkshopEntry.current, WorkshopEntry.highest, WorkshopEntry.wanted, WorkshopEntry.note)
_NEWEST_ENTRY = _newest(WorkshopEntry, *_LEVELS).where(WorkshopEntry.dimension == bindparam("dimension"))
_NEWEST_VOTES = _newest(WorkshopVotes, WorkshopVotes.votes)


class GroupLevels(NamedTuple):
    """Where a group sees a dimension. ``highest``: the highest level that somebody saw now, None where all agreed."""

    current: int
    wanted: int
    note: str = ""
    highest: int | None = None


class ReplacedEntry(NamedTuple):
    """Somebody else's entry that no longer counts: whose, when, and what it said."""

    entered_as: str
    entered_at: datetime
    words: str


class _GroupHeld(NamedTuple):
    """A group whose turn it is, until the end of the unit of work."""

    id: int
    size: int
    now: datetime


def enter(
    actor: Actor, workshop_id: int, number: int, dimension: str, levels: GroupLevels
) -> ReplacedEntry | None:
    """Enter, or change, where a group sees a dimension. Returns the entry of somebody else that it replaces.

    Raises ``Refusal`` unless the workshop is open, ``Invalid`` for levels that cannot be.
    """
    authorize(actor, "diagnostics.take_part")
    levels = _checked(dimension, levels)
    with unit_of_work():
        group = _held(workshop_id, number, "open")
        last = session.execute(_NEWEST_ENTRY, {"group": group.id, "dimension": dimension}).first()
        if last and (last.current, last.wanted, last.note, last.highest) == levels:
            return None
        row = {"dimension": dimension, **levels._asdict()}
        insert_many(WorkshopEntry, [row | _signed(actor, group, last)])
    if last is None or last.entered_by == actor.person_id:
        return None
    return ReplacedEntry(
        last.entered_as, last.entered_at, f"level {last.current} now, level {last.wanted} wanted"
    )


def enter_votes(
    actor: Actor, workshop_id: int, number: int, votes: Mapping[str, int]
) -> ReplacedEntry | None:
    """Enter, or change, how many votes each dimension had in a group. Returns somebody else's that this replaces.

    Raises ``Refusal`` unless the levels are locked and the workshop goes on, ``Invalid`` for more votes than the
    group has.
    """
    authorize(actor, "diagnostics.take_part")
    for key, had in votes.items():
        if key not in _KEYS or had < 0:
            raise Invalid("Enter how many votes this dimension had: 0 or more", key)
    given = {key: had for key, had in votes.items() if had}
    with unit_of_work():
        group = _held(workshop_id, number, "locked")
        total, most = sum(given.values()), group.size * VOTES_EACH
        if total > most:
            raise Invalid(
                f"This group of {group.size} has {most} votes, {VOTES_EACH} each. You entered {total}",
                "votes",
            )
        entered = set(session.scalars(_ENTERED, {"workshop": workshop_id}))
        for key in given.keys() - entered:
            raise Invalid("No group has entered this dimension", key)
        last = session.execute(_NEWEST_VOTES, {"group": group.id}).first()
        if last and last.votes == given:
            return None
        insert_many(WorkshopVotes, [{"votes": given, **_signed(actor, group, last)}])
    if last is None or last.entered_by == actor.person_id:
        return None
    return ReplacedEntry(last.entered_as, last.entered_at, counted(sum(last.votes.values()), "vote"))


def _checked(dimension: str, levels: GroupLevels) -> GroupLevels:
    levels = levels._replace(note=plain_text(levels.note, "note"))
    if levels.highest == levels.current:
        levels = levels._replace(highest=None)
    if len(levels.note) > LONGEST_NOTE:
        raise Invalid(
            f"This has {len(levels.note):,} characters. Shorten it to {LONGEST_NOTE:,} or fewer", "note"
        )
    try:
        LevelEntry("", dimension, levels.current, levels.wanted, levels.note, levels.highest)
    except DiagnosticsError as error:
        raise Invalid(error.message.removesuffix("."), error.field) from None
    return levels


def _held(workshop_id: int, number: int, needed: str) -> _GroupHeld:
    """The group, while the workshop stays in the state needed and no other scribe of the group enters anything."""
    workshop = session.execute(_HELD, {"workshop": workshop_id}).first()
    if workshop is None:
        raise NotFound()
    if workshop.state != needed:
        raise refused_as(workshop.state)
    if not rows_changed(_TURN, {"workshop": workshop_id, "group_number": number}):
        raise NotFound()
    group = session.execute(_GROUP, {"workshop": workshop_id, "number": number}).one()
    return _GroupHeld(group.id, group.size, workshop.now)


def _signed(actor: Actor, group: _GroupHeld, last: Any) -> dict[str, Any]:
    return {
        "group_id": group.id,
        "version": last.version + 1 if last else 1,
        "entered_by": actor.person_id,
        "entered_as": actor.name,
        "entered_at": group.now,
    }
