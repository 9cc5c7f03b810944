"""Reading the work that was brought to groups: problems, positions, digests and commissions."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, case, func, or_, select
from sqlalchemy.orm import aliased

from federation.decisions.models import Decision
from federation.kernel.days import end_of_day
from federation.kernel.db import db
from federation.kernel.listing import ListOrder, read_slice
from federation.kernel.policy import Actor
from federation.kernel.refusals import NotFound
from federation.kernel.words import plural
from federation.mandates.models import MandateAct
from federation.network.groups.queries import ListedGroup
from federation.network.models import NetworkGroup, Practice
from federation.people.models import Person
from federation.plugin.feature import PersonalRecord
from federation.workstreams.models import WorkItem, WorkTask
from federation.workstreams.permissions import ItemOfGroup
from federation.workstreams.queries.reading import group_read
from federation.workstreams.words import FATE_TAGS, ITEM_KIND_TITLES, ITEM_MANY

_BY, _AFTER, _LED = aliased(Person), aliased(Decision), aliased(Decision)


class ShownWork(NamedTuple):
    """Work as pages and programs show it. ``after`` and ``led`` are titles of decisions, ``act`` and ``task`` words: None where
    it has none such, or the reader may not read them."""

    id: int
    group_id: int
    kind: str
    title: str
    words: str
    brought_by: int
    person: str
    brought_at: datetime
    practice_id: int | None
    practice_code: str | None
    practice: str | None
    after_id: int | None
    after: str | None
    origin: str
    fate: str
    fate_words: str
    decision_id: int | None
    led: str | None
    act_id: int | None
    act: str | None
    task_id: int | None
    task: str | None
    report_id: int | None
    ended_at: datetime | None

    @property
    def kind_title(self) -> str:
        """Its kind, in a word."""
        return ITEM_KIND_TITLES[self.kind][0]

    @property
    def tag(self) -> tuple[str, str]:
        """What became of it as a word and a colour."""
        return FATE_TAGS[self.fate]

    @property
    def bringer(self) -> str:
        """Who brought it, in words."""
        return f"{self.person}, {self.practice}" if self.practice else self.person

    @property
    def led_to(self) -> int | None:
        """The number of what it led to."""
        return self.decision_id or self.act_id or self.task_id or self.report_id

    @property
    def thing(self) -> ItemOfGroup:
        """It, for the table of permissions."""
        return ItemOfGroup(self.group_id, self.brought_by)


class ItemCount(NamedTuple):
    """How much work of a kind a practice (or nobody's: None) brought, and how much of that has an end."""

    practice_id: int | None
    code: str | None
    practice: str | None
    kind: str
    brought: int
    ended: int


ITEMS: Any = (
    select(
        WorkItem.id,
        WorkItem.group_id,
        WorkItem.kind,
        WorkItem.title,
        WorkItem.words,
        WorkItem.brought_by,
        _BY.name.label("person"),
        WorkItem.brought_at,
        WorkItem.practice_id,
        Practice.code.label("practice_code"),
        Practice.name.label("practice"),
        WorkItem.after_id,
        _AFTER.title.label("after"),
        WorkItem.origin,
        WorkItem.fate,
        WorkItem.fate_words,
        WorkItem.decision_id,
        _LED.title.label("led"),
        WorkItem.act_id,
        MandateAct.words.label("act"),
        WorkItem.task_id,
        WorkTask.title.label("task"),
        WorkItem.report_id,
        WorkItem.ended_at,
    )
    .join(_BY, _BY.id == WorkItem.brought_by)
    .outerjoin(Practice, Practice.id == WorkItem.practice_id)
    .outerjoin(_AFTER, _AFTER.id == WorkItem.after_id)
    .outerjoin(_LED, _LED.id == WorkItem.decision_id)
    .outerjoin(MandateAct, MandateAct.id == WorkItem.act_id)
    .outerjoin(WorkTask, WorkTask.id == WorkItem.task_id)
)
NEWEST = ListOrder("newest", "Newest", WorkItem.brought_at, newest_first=True)
_ONE = ITEMS.where(WorkItem.id == bindparam("item"))


def item_read(reader: Actor, item_id: int) -> tuple[ShownWork, ListedGroup]:
    """Work and its group, for somebody who may read it. Raises ``NotFound``. Two statements."""
    row = db.session.execute(_ONE, {"item": item_id}).first()
    if row is None:
        raise NotFound()
    found = ShownWork._make(row)
    return found, group_read(reader, found.group_id)


def reads_item(reader: Actor, owner_id: int) -> bool:
    """Whether somebody may read this work."""
    try:
        item_read(reader, owner_id)
    except NotFound:
        return False
    return True


def items_to_show(group_id: int, kind: str = "", show: str = "") -> Any:
    """A statement of the work that was brought to a group: all, of one kind, ``open`` or ``over``."""
    found = ITEMS.where(WorkItem.group_id == group_id)
    if kind:
        found = found.where(WorkItem.kind == kind)
    if show:
        found = found.where(WorkItem.ended_at.is_(None) if show == "open" else WorkItem.ended_at.is_not(None))
    return found


def first_items(
    group_id: int, most: int, kind: str = "", show: str = "", after: int | None = None
) -> tuple[list[ShownWork], bool]:
    """The newest work of a list, or what comes after the one with that number, and whether there is other. One statement, and
    one more where it goes on."""
    statement = items_to_show(group_id, kind, show)
    start = NEWEST.place_of(statement, WorkItem.id, after)
    found = read_slice(statement, NEWEST, WorkItem.id, most, start)
    return [ShownWork._make(row) for row in found.rows], found.later


def decisions_shown(group_id: int, most: int = 50) -> list[tuple[int, str]]:
    """The newest decisions and proposals of a group that are no drafts: number and title. One statement."""
    rows = db.session.execute(
        select(Decision.id, Decision.title)
        .where(Decision.group_id == group_id, Decision.state != "draft")
        .order_by(Decision.id.desc())
        .limit(most)
    )
    return [(row.id, row.title) for row in rows]


def counts_of(group_id: int, year: int) -> list[ItemCount]:
    """What was brought to a group in a year, by practice and kind; what is nobody's comes last. One statement."""
    since, until = (end_of_day(date(one, 12, 31)) for one in (year - 1, year))
    rows = db.session.execute(
        select(
            WorkItem.practice_id,
            Practice.code,
            Practice.name,
            WorkItem.kind,
            func.count(WorkItem.id),
            func.count(WorkItem.ended_at),
        )
        .outerjoin(Practice, Practice.id == WorkItem.practice_id)
        .where(WorkItem.group_id == group_id, WorkItem.brought_at >= since, WorkItem.brought_at < until)
        .group_by(WorkItem.practice_id, Practice.code, Practice.name, WorkItem.kind)
    )
    found = [ItemCount._make(row) for row in rows]
    return sorted(found, key=lambda one: (one.practice is None, one.practice or "", one.kind))


def brought_words(counts: Iterable[ItemCount]) -> str:
    """``3 problems and 1 digest from 2 practices``; nothing where there is none."""
    rows = list(counts)
    kinds = [
        plural(many, title.lower(), ITEM_MANY[kind])
        for kind, (title, _hint) in ITEM_KIND_TITLES.items()
        if (many := sum(one.brought for one in rows if one.kind == kind))
    ]
    practices = len({one.practice_id for one in rows if one.practice_id is not None})
    said = " and ".join(part for part in (", ".join(kinds[:-1]), *kinds[-1:]) if part)
    return f"{said} from {plural(practices, 'practice')}" if practices else said


def by_practice(since: datetime, until: datetime) -> Any:
    """A statement of ``practice_id, part, whole``: how much of what a practice brought to groups of which others read something
    has an end, and how much it brought."""
    return (
        select(
            WorkItem.practice_id,
            func.sum(case((WorkItem.ended_at.is_not(None), 1), else_=0)).label("part"),
            func.count(WorkItem.id).label("whole"),
        )
        .join(NetworkGroup, NetworkGroup.id == WorkItem.group_id)
        .where(*_counted(since, until), WorkItem.practice_id.is_not(None))
        .group_by(WorkItem.practice_id)
    )


def by_item(since: datetime, until: datetime) -> Iterator[tuple[datetime, int, int]]:
    """The same for each that a practice brought: when, and whether it has an end. One statement."""
    rows = db.session.execute(
        select(WorkItem.brought_at, WorkItem.ended_at)
        .join(NetworkGroup, NetworkGroup.id == WorkItem.group_id)
        .where(*_counted(since, until), WorkItem.practice_id.is_not(None))
        .order_by(WorkItem.brought_at, WorkItem.id)
    )
    for brought_at, ended_at in rows:
        yield brought_at, int(ended_at is not None), 1


def _counted(since: datetime, until: datetime) -> tuple[Any, ...]:
    """Every member reads the figures, so what a group keeps to itself is not counted in them."""
    return NetworkGroup.reads != "seated", WorkItem.brought_at >= since, WorkItem.brought_at < until


def personal_items(person_id: int) -> list[PersonalRecord]:
    """The work that a person brought or ended. One statement."""
    whose = or_(WorkItem.brought_by == person_id, WorkItem.ended_by == person_id)
    asked = select(
        WorkItem.id, WorkItem.kind, WorkItem.title, WorkItem.words, WorkItem.fate_words, WorkItem.brought_at
    )
    return [
        PersonalRecord(
            "Work brought to a group",
            {
                "work": number,
                "kind": kind,
                "what": title,
                "words": words,
                "what_became_of_it": fate,
                "brought_at": at.isoformat(),
            },
        )
        for number, kind, title, words, fate, at in db.session.execute(
            asked.where(whose).order_by(WorkItem.id)
        )
    ]
