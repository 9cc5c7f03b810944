"""Reading the discussion of a proposal: comments and answers, a page of threads at a time."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Executable, bindparam, func, select, union_all
from sqlalchemy.orm import aliased

from federation.decisions.models import CommentEdit, DecisionComment
from federation.kernel.db import RowId, db
from federation.kernel.files.kinds import LIMITS_WORDS
from federation.kernel.policy import Actor
from federation.network.files.queries import AttachedFile
from federation.people.models import Person

THREADS = 50
MOST_ROWS = 600


@dataclass(slots=True)
class ShownComment:
    """A comment as it is read. ``body`` is empty once it is withdrawn; ``can_edit``: by this reader, now."""

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
    answers: "list[ShownComment]" = field(default_factory=list)


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

    @property
    def file_hint(self) -> str:
        """What files can come with a comment."""
        return LIMITS_WORDS


_COLUMNS = (
    DecisionComment.id,
    DecisionComment.parent_id,
    DecisionComment.person_id,
    Person.name,
    DecisionComment.as_of,
    DecisionComment.body,
    DecisionComment.written_at,
    DecisionComment.edited_at,
    DecisionComment.withdrawn_at,
    DecisionComment.files,
)


def _page_of_threads() -> Executable:
    """Built once: making the statement costs more than running it.

    Written with IN, which both databases answer from the index of threads, however many comments there are.
    """
    first, reply = aliased(DecisionComment), aliased(DecisionComment)
    decision = bindparam("decision", type_=RowId)
    page = (
        select(first.id)
        .where(
            first.decision_id == decision,
            first.parent_id.is_(None),
            first.id > bindparam("after", type_=RowId),
        )
        .order_by(first.id)
        .limit(bindparam("threads"))
        .cte("page")
    )
    replies = select(reply.id).where(
        reply.decision_id == decision,
        reply.parent_id.in_(select(page.c.id)),
        reply.id > bindparam("after", type_=RowId),
    )
    return (
        select(*_COLUMNS)
        .join(Person, Person.id == DecisionComment.person_id)
        .where(DecisionComment.id.in_(union_all(select(page.c.id), replies)))
        .order_by(func.coalesce(DecisionComment.parent_id, DecisionComment.id), DecisionComment.id)
        .limit(bindparam("rows"))
    )


_PAGE = _page_of_threads()


def thread(
    decision_id: int, reader: Actor, is_discussed: bool = True, after: int = 0, most: int = THREADS
) -> ThreadsPage:
    """The discussion, oldest first, in whole threads from behind the comment ``after`` on. One statement.

    ``is_discussed``: whether comments of this reader are taken now.
    """
    rows = db.session.execute(
        _PAGE, {"decision": decision_id, "after": after, "threads": most + 1, "rows": MOST_ROWS + 1}
    ).all()
    own = reader.person_id if is_discussed else None
    threads: list[ShownComment] = []
    for row in rows:
        remark = _remark(row, own)
        if remark.parent_id is None:
            threads.append(remark)
        else:
            threads[-1].answers.append(remark)
    cut = len(rows) > MOST_ROWS
    shown = threads[: min(most, len(threads) - cut)]
    more = shown[-1].id if len(shown) < len(threads) else None
    return ThreadsPage(tuple(shown), own is not None, more, after)


def _remark(row: Any, own: int | None) -> ShownComment:
    number, parent, person, name, as_of, body, written, edited, withdrawn, files = row
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


def remark(reader: Actor, decision_id: int, comment_id: int) -> ShownComment | None:
    """One comment of a decision, without its answers, or None."""
    row = db.session.execute(
        select(*_COLUMNS)
        .join(Person, Person.id == DecisionComment.person_id)
        .where(DecisionComment.decision_id == decision_id, DecisionComment.id == comment_id)
    ).first()
    return _remark(row, reader.person_id) if row else None


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
