"""What is read of maturity workshops."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import and_, bindparam, exists, literal_column, or_, select
from sqlalchemy.orm import aliased

from federation.toolkit import NotFound, session

from ..models.workshops import Workshop, WorkshopEntry, WorkshopGroup, WorkshopVotes

PAGE = 20

_COLUMNS = (
    Workshop.id,
    Workshop.title,
    Workshop.starts_at,
    Workshop.minutes,
    Workshop.place,
    Workshop.expected,
    Workshop.present,
    Workshop.state,
    Workshop.next_steps,
    Workshop.opened_at,
    Workshop.locked_at,
    Workshop.ended_at,
)
_mark = aliased(Workshop)
_marked = select(_mark.starts_at).where(_mark.id == bindparam("before")).scalar_subquery()
_PAGE = (
    select(*_COLUMNS)
    .where(
        or_(
            bindparam("before") == 0,
            Workshop.starts_at < _marked,
            and_(Workshop.starts_at == _marked, Workshop.id < bindparam("before")),
        )
    )
    .order_by(Workshop.starts_at.desc(), Workshop.id.desc())
    .limit(literal_column(str(PAGE + 1)))
)
_ONE = select(*_COLUMNS).where(Workshop.id == bindparam("workshop"))
_PREVIOUS = (
    select(*_COLUMNS)
    .where(Workshop.state == "closed", Workshop.ended_at < bindparam("ended"))
    .order_by(Workshop.ended_at.desc(), Workshop.id.desc())
    .limit(literal_column("1"))
)
_LAST_CLOSED = (
    select(*_COLUMNS)
    .where(Workshop.state == "closed")
    .order_by(Workshop.ended_at.desc(), Workshop.id.desc())
    .limit(literal_column("1"))
)
_UNDER_WAY = (
    select(*_COLUMNS)
    .where(Workshop.state.in_(("prepared", "open", "locked")))
    .order_by(Workshop.starts_at, Workshop.id)
    .limit(literal_column("3"))
)
_GROUPS = (
    select(WorkshopGroup.number, WorkshopGroup.size)
    .where(WorkshopGroup.workshop_id == bindparam("workshop"))
    .order_by(WorkshopGroup.number)
)
_newer_entry, _newer_votes = aliased(WorkshopEntry), aliased(WorkshopVotes)
_ENTRY = (
    WorkshopGroup.number,
    WorkshopEntry.dimension,
    WorkshopEntry.current,
    WorkshopEntry.highest,
    WorkshopEntry.wanted,
    WorkshopEntry.note,
    WorkshopEntry.entered_as,
    WorkshopEntry.entered_at,
)
_ENTRIES = (
    select(*_ENTRY)
    .join(WorkshopGroup, WorkshopGroup.id == WorkshopEntry.group_id)
    .where(
        WorkshopGroup.workshop_id == bindparam("workshop"),
        ~exists().where(
            _newer_entry.group_id == WorkshopEntry.group_id,
            _newer_entry.dimension == WorkshopEntry.dimension,
            _newer_entry.version > WorkshopEntry.version,
        ),
    )
    .order_by(WorkshopGroup.number, WorkshopEntry.id)
)
_HISTORY = (
    select(*_ENTRY)
    .join(WorkshopGroup, WorkshopGroup.id == WorkshopEntry.group_id)
    .where(
        WorkshopGroup.workshop_id == bindparam("workshop"),
        WorkshopGroup.number == bindparam("number"),
        WorkshopEntry.dimension == bindparam("dimension"),
    )
    .order_by(WorkshopEntry.version.desc())
    .limit(literal_column("20"))
)
_VOTES = (
    select(WorkshopGroup.number, WorkshopVotes.votes, WorkshopVotes.entered_as, WorkshopVotes.entered_at)
    .join(WorkshopGroup, WorkshopGroup.id == WorkshopVotes.group_id)
    .where(
        WorkshopGroup.workshop_id == bindparam("workshop"),
        ~exists().where(
            _newer_votes.group_id == WorkshopVotes.group_id, _newer_votes.version > WorkshopVotes.version
        ),
    )
    .order_by(WorkshopGroup.number)
)


class WorkshopFacts(NamedTuple):
    """A workshop as pages show it."""

    id: int
    title: str
    starts_at: datetime
    minutes: int
    place: str
    expected: int
    present: int | None
    state: str
    next_steps: str
    opened_at: datetime | None
    locked_at: datetime | None
    ended_at: datetime | None


class WorkshopsPage(NamedTuple):
    """Some workshops, the latest first, and the one before which the next page begins."""

    rows: Sequence[WorkshopFacts]
    older: int | None


class SeatedGroup(NamedTuple):
    """A group and how many people sit in it."""

    number: int
    size: int


class GroupEntry(NamedTuple):
    """What a group entered for one dimension, who wrote it down, and when."""

    group: int
    dimension: str
    current: int
    highest: int | None
    wanted: int
    note: str
    entered_as: str
    entered_at: datetime


class GroupVotes(NamedTuple):
    """A group's votes by dimension, who wrote them down, and when."""

    group: int
    votes: Mapping[str, int]
    entered_as: str
    entered_at: datetime


class NewestWorkshop(NamedTuple):
    """What the first page of the plugin leads to: what is planned or under way, and the last one closed."""

    under_way: Sequence[WorkshopFacts]
    closed: WorkshopFacts | None


def page_of_workshops(before: int = 0) -> WorkshopsPage:
    """The workshops that begin before the one given; 0: the latest. One statement."""
    rows = [WorkshopFacts._make(row) for row in session.execute(_PAGE, {"before": before})]
    return WorkshopsPage(rows[:PAGE], rows[PAGE - 1].id if len(rows) > PAGE else None)


def workshop_numbered(workshop_id: int) -> WorkshopFacts:
    """One workshop. Raises ``NotFound``."""
    row = session.execute(_ONE, {"workshop": workshop_id}).first()
    if row is None:
        raise NotFound()
    return WorkshopFacts._make(row)


def closed_before(found: WorkshopFacts) -> WorkshopFacts | None:
    """The workshop that was closed before this one was."""
    row = session.execute(_PREVIOUS, {"ended": found.ended_at}).first()
    return WorkshopFacts._make(row) if row else None


def newest() -> NewestWorkshop:
    """Up to three that are planned or under way, and the last one closed. Two statements."""
    closed = session.execute(_LAST_CLOSED).first()
    return NewestWorkshop(
        [WorkshopFacts._make(row) for row in session.execute(_UNDER_WAY)],
        WorkshopFacts._make(closed) if closed else None,
    )


def groups_of(workshop_id: int) -> list[SeatedGroup]:
    """The groups of a workshop."""
    return [SeatedGroup(*row) for row in session.execute(_GROUPS, {"workshop": workshop_id})]


def entries_of(workshop_id: int) -> list[GroupEntry]:
    """What counts of what the groups entered. One statement."""
    return [GroupEntry(*row) for row in session.execute(_ENTRIES, {"workshop": workshop_id})]


def history_of(workshop_id: int, number: int, dimension: str) -> list[GroupEntry]:
    """What a group entered for a dimension, the newest first; at most 20."""
    values = {"workshop": workshop_id, "number": number, "dimension": dimension}
    return [GroupEntry(*row) for row in session.execute(_HISTORY, values)]


def votes_of(workshop_id: int) -> list[GroupVotes]:
    """What counts of the groups' votes. One statement."""
    return [GroupVotes(*row) for row in session.execute(_VOTES, {"workshop": workshop_id})]
