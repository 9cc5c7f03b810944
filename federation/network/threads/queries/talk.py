"""Reading what was said about a thing: comments and answers, a page of threads at a time. The caller checks the right to
read the thing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from flask import g
from markupsafe import Markup
from sqlalchemy import Executable, String, and_, bindparam, func, select, true, union_all
from sqlalchemy.orm import aliased

from federation.kernel.db import RowId, db
from federation.kernel.files.kinds import LIMITS_WORDS
from federation.kernel.policy import Actor
from federation.network.files.queries import AttachedFile
from federation.network.models import CommentEdit, ThreadComment, ThreadReading
from federation.network.threads.queries.marked import with_names
from federation.people.models import Person

THREADS = 50
MOST_ROWS = 600


class ReadThread(NamedTuple):
    """How far a person has read about a thing: up to which comment, by its number."""

    owner: str
    owner_id: int
    person_id: int
    upto: int


@dataclass(slots=True)
class ShownComment:
    """A comment as it is read. ``body`` is empty once it is withdrawn; ``can_edit``: by this reader, now;
    ``is_new``: it came, by somebody else, since this reader last read here."""

    id: int
    parent_id: int | None
    person_id: int
    name: str
    as_of: str
    body: str
    written_at: datetime
    edited: bool
    withdrawn: bool
    files: tuple[AttachedFile, ...] = ()
    can_edit: bool = False
    is_new: bool = False
    mentions: Sequence[Sequence[Any]] = ()
    answers: "list[ShownComment]" = field(default_factory=list)

    @property
    def marked(self) -> Markup:
        """What it says, laid out, with names marked."""
        return with_names(self.body, self.mentions)


@dataclass(frozen=True, slots=True)
class ThreadsPage:
    """A page of threads.

    ``more_after``: the place from which the next page goes on, or None; ``begun_after``: where this one began
    (0: at the start); ``may_comment``: this reader, now.
    """

    threads: tuple[ShownComment, ...]
    may_comment: bool
    more_after: int | None = None
    begun_after: int = 0
    read_at: datetime | None = None
    """When this reader last read here."""

    @property
    def new(self) -> list[ShownComment]:
        """What came since this reader last read here, the oldest first."""
        said = [one for first in self.threads for one in (first, *first.answers)]
        return sorted((one for one in said if one.is_new), key=lambda one: one.id)

    @property
    def file_hint(self) -> str:
        """What files can come with a comment."""
        return LIMITS_WORDS


_COLUMNS = (
    ThreadComment.id,
    ThreadComment.parent_id,
    ThreadComment.person_id,
    Person.name,
    ThreadComment.as_of,
    ThreadComment.body,
    ThreadComment.written_at,
    ThreadComment.edited_at,
    ThreadComment.withdrawn_at,
    ThreadComment.files,
    ThreadComment.mentions,
)


def _page_of_threads() -> Executable:
    """Built once: making the statement costs more than running it.

    Written with IN, which both databases answer from the index of threads, however many comments there are.
    """
    first, reply = aliased(ThreadComment), aliased(ThreadComment)
    kind, number = bindparam("owner", type_=String), bindparam("owner_id", type_=RowId)
    page = (
        select(first.id)
        .where(
            first.owner == kind,
            first.owner_id == number,
            first.parent_id.is_(None),
            first.id > bindparam("after", type_=RowId),
        )
        .order_by(first.id)
        .limit(bindparam("threads"))
        .cte("page")
    )
    replies = select(reply.id).where(
        reply.owner == kind,
        reply.owner_id == number,
        reply.parent_id.in_(select(page.c.id)),
        reply.id > bindparam("after", type_=RowId),
    )
    mark = (
        select(ThreadReading.upto, ThreadReading.read_at)
        .where(
            ThreadReading.owner == kind,
            ThreadReading.owner_id == number,
            ThreadReading.person_id == bindparam("reader", type_=RowId),
        )
        .subquery()
    )
    return (
        select(*_COLUMNS, mark.c.upto, mark.c.read_at)
        .join(Person, Person.id == ThreadComment.person_id)
        .outerjoin(mark, true())
        .where(ThreadComment.id.in_(union_all(select(page.c.id), replies)))
        .order_by(func.coalesce(ThreadComment.parent_id, ThreadComment.id), ThreadComment.id)
        .limit(bindparam("rows"))
    )


_PAGE = _page_of_threads()


def thread_of(
    owner: str,
    owner_id: int,
    reader: Actor,
    is_discussed: bool = True,
    after: int = 0,
    most: int = THREADS,
    *,
    in_page: bool = True,
) -> ThreadsPage:
    """What was said about a thing, oldest first, in whole threads from behind the comment ``after`` on. One statement.

    ``is_discussed``: whether comments of this reader are taken now; ``in_page``: it is noted, once the page is made, how far the
    reader has read.
    """
    rows = db.session.execute(
        _PAGE,
        {
            "owner": owner,
            "owner_id": owner_id,
            "reader": reader.person_id,
            "after": after,
            "threads": most + 1,
            "rows": MOST_ROWS + 1,
        },
    ).all()
    own = reader.person_id if is_discussed else None
    threads: list[ShownComment] = []
    upto, read_at = rows[0][-2:] if rows else (None, None)
    for row in rows:
        one = _shown(row[:-2], own)
        one.is_new = upto is not None and one.id > upto and _is_others(one, reader)
        if one.parent_id is None:
            threads.append(one)
        else:
            threads[-1].answers.append(one)
    cut = len(rows) > MOST_ROWS
    shown = threads[: min(most, len(threads) - cut)]
    more = shown[-1].id if len(shown) < len(threads) else None
    if in_page:
        _note(ReadThread(owner, owner_id, reader.person_id, more or 0), reader, shown, upto or 0)
    return ThreadsPage(tuple(shown), own is not None, more, after, read_at)


def _is_others(one: ShownComment, reader: Actor) -> bool:
    return one.person_id != reader.person_id and not one.withdrawn


def _note(read: ReadThread, reader: Actor, shown: Sequence[ShownComment], before: int) -> None:
    """Remember until the page is made up to which comment all has been shown, where somebody else wrote one of the new."""
    said = [one for first in shown for one in (first, *first.answers)]
    upto = read.upto or max((one.id for one in said), default=0)
    if any(before < one.id <= upto and _is_others(one, reader) for one in said):
        g.thread_read = read._replace(upto=upto)


def unread(owner: str, owner_ids: Collection[int], reader: Actor) -> dict[int, int]:
    """How many comments of others came about each of these things since somebody last read there. One statement, or none."""
    if not owner_ids:
        return {}
    read = and_(
        ThreadReading.owner == ThreadComment.owner,
        ThreadReading.owner_id == ThreadComment.owner_id,
        ThreadReading.person_id == reader.person_id,
    )
    rows = db.session.execute(
        select(ThreadComment.owner_id, func.count())
        .outerjoin(ThreadReading, read)
        .where(
            ThreadComment.owner == owner,
            ThreadComment.owner_id.in_(owner_ids),
            ThreadComment.person_id != reader.person_id,
            ThreadComment.withdrawn_at.is_(None),
            ThreadComment.id > func.coalesce(ThreadReading.upto, 0),
        )
        .group_by(ThreadComment.owner_id)
    )
    return {row[0]: row[1] for row in rows}


def _shown(row: Any, own: int | None) -> ShownComment:
    number, parent, person, name, as_of, body, written, edited, withdrawn, files, mentions = row
    gone = withdrawn is not None
    return ShownComment(
        number,
        parent,
        person,
        name,
        as_of,
        "" if gone else body,
        written,
        edited is not None and not gone,
        gone,
        _files(files),
        person == own and not gone,
        mentions=mentions or (),
    )


class CommentVersion(NamedTuple):
    """A wording of a comment with its files, and from when it stood."""

    at: datetime
    body: str
    files: tuple[AttachedFile, ...] = ()

    @property
    def whole(self) -> str:
        """The words, and a line for each file, so that one that was swapped is seen."""
        named = [f"File: {one.name} ({one.words}, fingerprint {one.sha256[:12]})" for one in self.files]
        return "\n\n".join([self.body, *named])


def _files(kept: Sequence[Any] | None) -> tuple[AttachedFile, ...]:
    return tuple(AttachedFile(*one) for one in kept or ())


def comment_of(owner: str, owner_id: int, reader: Actor, comment_id: int) -> ShownComment | None:
    """One comment about a thing, without its answers, or None."""
    row = db.session.execute(
        select(*_COLUMNS)
        .join(Person, Person.id == ThreadComment.person_id)
        .where(
            ThreadComment.owner == owner, ThreadComment.owner_id == owner_id, ThreadComment.id == comment_id
        )
    ).first()
    return _shown(row, reader.person_id) if row else None


def history(found: ShownComment) -> list[CommentVersion]:
    """The wordings of a comment, the newest first. None once it was withdrawn."""
    if found.withdrawn:
        return []
    edits = db.session.execute(
        select(CommentEdit.replaced_at, CommentEdit.body, CommentEdit.files)
        .where(CommentEdit.comment_id == found.id)
        .order_by(CommentEdit.id)
    ).all()
    moments = [found.written_at, *(edit.replaced_at for edit in edits)]
    said = [*((edit.body, _files(edit.files)) for edit in edits), (found.body, found.files)]
    return [CommentVersion(at, *what) for at, what in zip(moments, said, strict=True)][::-1]
