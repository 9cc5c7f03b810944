"""Reading the record page by page, with the names of those who acted."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cache
from typing import Any, Final, NamedTuple

from sqlalchemy import Select, and_, bindparam, case, exists, select

from federation.kernel import record, search
from federation.kernel.db import db
from federation.kernel.record import RecordEntry, RecordHead, canonical
from federation.network.models import InvitedGuest, Membership
from federation.people.models import Person
from federation.plugin.door import door

PAGE: Final = 50
FORMER: Final = "Former member"
"""How somebody is called whose name was erased."""
_COMES_BY_LINK: Final = exists().where(InvitedGuest.person_id == Person.id)
NAME_IN_RECORD: Final = case(
    (Person.erased_at.is_not(None), FORMER),
    (_COMES_BY_LINK, Person.name.concat(" (guest)")),
    else_=Person.name,
)
"""What somebody is called in the record. Guests who come by a link may be called as a member is, so it says what they are."""
_JOINED: Final = and_(Person.invited_email.is_not(None), ~exists().where(Membership.person_id == Person.id))
"""A guest whose roles have passed to an account."""


_PEOPLE: Final = select(Person.id, NAME_IN_RECORD, _JOINED).where(
    Person.id.in_(bindparam("people", expanding=True))
)


class EntryRow(NamedTuple):
    """An entry as the page shows it; ``name`` is None where the product itself acted."""

    seq: int
    at: datetime
    actor: int | None
    name: str | None
    action: str
    subject: str
    data: str
    hash: str


_ENTRIES: Final = select(
    RecordEntry.seq,
    RecordEntry.at,
    RecordEntry.actor,
    NAME_IN_RECORD,
    RecordEntry.action,
    RecordEntry.subject,
    RecordEntry.data,
    RecordEntry.hash,
).outerjoin(Person, Person.id == RecordEntry.actor)
_NARROWED: Final = {
    "subject": RecordEntry.subject == bindparam("subject"),
    "before": RecordEntry.seq < bindparam("before"),
    "after": RecordEntry.seq > bindparam("after"),
}


@cache
def _page(asked: tuple[str, ...]) -> Select[Any]:
    """A page of entries, narrowed by what is asked for; forwards where a place is named that they come after."""
    order = RecordEntry.seq if "after" in asked else RecordEntry.seq.desc()
    return _ENTRIES.where(*(_NARROWED[name] for name in asked)).order_by(order).limit(PAGE + 1)


def record_page(
    subject: str = "", before: int | None = None, after: int | None = None
) -> tuple[list[EntryRow], bool, bool]:
    """Entries newest first, from a place on; and whether there are newer ones, and older ones."""
    given = {"subject": subject, "before": before if after is None else None, "after": after}
    asked = tuple(name for name, value in given.items() if value not in ("", None))
    page = db.session.execute(_page(asked), {name: given[name] for name in asked})
    found = [EntryRow._make(row) for row in page]
    more, rows = len(found) > PAGE, found[:PAGE]
    if after is not None:
        return rows[::-1], more, True
    return rows, before is not None, more


_SHOWN = select(RecordEntry.subject).where(
    RecordEntry.subject.in_(bindparam("subjects", expanding=True)),
    RecordEntry.action.in_(bindparam("acts", expanding=True)),
)


def still_hidden(subjects: Iterable[str]) -> set[str]:
    """Those of the subjects that are not for everybody yet, as drafts: no entry says that members were shown them."""
    things = {kind: thing for kind, thing in door().things.items() if thing.shown_by}
    wanted = {subject for subject in subjects if subject.partition(":")[0] in things}
    if not wanted:
        return set()
    acts = sorted({act for thing in things.values() for act in thing.shown_by})
    return wanted - set(db.session.scalars(_SHOWN, {"subjects": sorted(wanted), "acts": acts}))


class SubjectNames(NamedTuple):
    """The names of subjects, and those that have no page for the reader: what they may not read, guests who have joined, and
    whoever was erased."""

    names: dict[str, str]
    pageless: set[str]


def names_of(subjects: Iterable[str], reader: int) -> SubjectNames:
    """What things that the search finds, and people, are called, by subject, as far as the reader may know. Two
    statements."""
    pageless: set[str] = set()
    things = {(kind, number) for kind, number in map(_thing, subjects) if number}
    searched = door().search_of(()).keys() & door().things.keys()
    found = search.titles((one for one in things if one[0] in searched), reader)
    pageless |= {
        f"{kind}:{number}" for kind, number in things if kind in searched and (kind, number) not in found
    }
    people = {number for kind, number in things if kind == "person"}
    if people:
        rows = db.session.execute(_PEOPLE, {"people": sorted(people)})
        for number, name, joined in rows:
            found["person", number] = name
            pageless |= {f"person:{number}"} if joined or name == FORMER else set()
    return SubjectNames({f"{kind}:{number}": name for (kind, number), name in found.items()}, pageless)


def _thing(subject: str) -> tuple[str, int]:
    kind, _, number = subject.partition(":")
    return kind, int(number) if number.isascii() and number.isdigit() and len(number) < 16 else 0


def entry_numbered(seq: int) -> EntryRow | None:
    """One entry."""
    row = db.session.execute(_ENTRIES.where(RecordEntry.seq == seq)).first()
    return EntryRow._make(row) if row else None


_LENGTH = select(RecordHead.seq)


def length_of_record() -> int:
    """How many entries the record has."""
    return db.session.scalar(_LENGTH) or 0


def record_as_lines() -> Iterator[str]:
    """The whole record as JSON, an entry a line, as :mod:`federation.kernel.chain` checks it."""
    lines: list[str] = []
    for entry in record.entries():
        lines.append(canonical(entry._asdict()) + "\n")
        if len(lines) == 500:
            yield "".join(lines)
            lines.clear()
    yield "".join(lines)
