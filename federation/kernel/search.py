"""Search: one table of what can be found, one function that finds.

A feature writes what a thing says with :func:`index`, in the unit of work that changes the thing. SQLite
finds words through an FTS5 table that triggers keep beside ``kernel_search``, PostgreSQL through a column of
lexemes; both are made in the migration ``0003_search``. Words are compared by their English stem, the last
one also by its beginning. Another of the files that speak to tables directly: an entry is one statement.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Index,
    String,
    Text,
    bindparam,
    delete,
    func,
    literal_column,
    or_,
    select,
    table,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql.expression import column
from sqlalchemy.types import Boolean

from federation.kernel.db import MappedBase, RowId, db, is_writing
from federation.kernel.row_security import EVERY
from federation.kernel.tenancy import Federated, _announce, current

MOST_WORDS = 10
LONGEST_TEXT = 200_000
_AROUND = 160
_READ = 4_000
_ALSO = "\x1f"
"""Stands before the words that find a thing and are never shown."""
_WORD = re.compile(r"[^\W_]+")


class SearchEntry(Federated, MappedBase):
    """The words by which one thing is found.

    ``readers`` names the only people who may find it (",12,15,"), or is empty for everybody here;
    ``scope`` keeps a federation's words apart in the index of SQLite.
    """

    __tablename__ = "kernel_search"
    __table_args__ = (
        Index("uq_kernel_search_thing", "federation_id", "kind", "ref_id", unique=True),
        {"info": {"beside": ("words", "ix_kernel_search_words")}},
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    scope: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(20))
    ref_id: Mapped[int] = mapped_column(RowId)
    readers: Mapped[str] = mapped_column(Text, default="")
    title: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)


class SearchDocument(NamedTuple):
    """Something to be found. ``readers`` are the people who may find it; None: everybody here. ``also`` are words that
    find it and are never shown, such as its number."""

    kind: str
    ref_id: int
    title: str
    text: str
    readers: Iterable[int] | None = None
    also: str = ""


class SearchHit(NamedTuple):
    """Something found, with the words around the place. ``id`` orders hits, the newest highest."""

    id: int
    kind: str
    ref_id: int
    title: str
    excerpt: str


_entries = SearchEntry.__table__
_fts = table("kernel_search_fts", column("rowid"))
_lexemes: ColumnElement[Any] = literal_column("kernel_search.words")


def index(
    kind: str, ref_id: int, title: str, text: str, readers: Iterable[int] | None = None, also: str = ""
) -> None:
    """Write down what can be found of a thing, in the unit of work that changes it, in place of what was."""
    index_many([SearchDocument(kind, ref_id, title, text, readers, also)])


def index_many(documents: Iterable[SearchDocument]) -> None:
    """Write down what can be found of many things, in one statement."""
    if not is_writing():
        raise RuntimeError("the search is written in the unit of work of the act that changes a thing")
    federation = current()
    if federation == EVERY:
        raise RuntimeError("what can be found belongs to one federation")
    rows = [
        {
            "federation_id": federation,
            "scope": _scope(federation, one.kind),
            "kind": one.kind,
            "ref_id": one.ref_id,
            "title": one.title,
            "text": one.text[:LONGEST_TEXT] + (_ALSO + one.also if one.also else ""),
            "readers": _readers(one.readers),
        }
        for one in documents
    ]
    if not rows:
        return
    session = db.session()
    session.flush()
    _announce(session)
    connection = session.connection()
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    insert = dialect.insert(_entries)
    said = {name: insert.excluded[name] for name in ("title", "text", "readers")}
    connection.execute(
        insert.on_conflict_do_update(index_elements=["federation_id", "kind", "ref_id"], set_=said), rows
    )


def forget(kind: str, ref_id: int) -> None:
    """Let a thing be found no more. Writing it again afterwards puts it before all others."""
    if not is_writing():
        raise RuntimeError("the search is written in the unit of work of the act that changes a thing")
    db.session.execute(
        delete(SearchEntry)
        .where(SearchEntry.kind == kind, SearchEntry.ref_id == ref_id)
        .execution_options(synchronize_session=False)
    )


def words_of(typed: str) -> list[str]:
    """The words of what somebody typed, letters and digits alone; at most ten."""
    return [word[:60] for word in _WORD.findall(typed)][:MOST_WORDS]


def find(
    typed: str, person_id: int, kinds: Sequence[str], before: int | None = None, most: int = 20
) -> list[SearchHit]:
    """Find what has all the words and the person may see, newest first; ``before``: the id of a hit."""
    if not words_of(typed) or not kinds:
        return []
    statement = (
        matching(
            select(
                SearchEntry.id,
                SearchEntry.kind,
                SearchEntry.ref_id,
                SearchEntry.title,
                func.substr(SearchEntry.text, 1, _READ),
            ),
            typed,
            kinds,
        )
        .where(may_find(person_id))
        .order_by(found_order().desc())
        .limit(most)
    )
    if before is not None:
        statement = statement.where(found_order() < before)
    found = db.session.execute(statement).all()
    return [
        SearchHit(id_, kind, ref_id, title, excerpt(text.partition(_ALSO)[0], typed))
        for id_, kind, ref_id, title, text in found
    ]


_TITLES: Final = select(SearchEntry.kind, SearchEntry.ref_id, SearchEntry.title).where(
    SearchEntry.kind.in_(bindparam("kinds", expanding=True)),
    SearchEntry.ref_id.in_(bindparam("numbers", expanding=True)),
    or_(SearchEntry.readers == "", SearchEntry.readers.like(bindparam("reader"))),
)


def titles(things: Iterable[tuple[str, int]], person_id: int) -> dict[tuple[str, int], str]:
    """The titles of things (kind and number), of those that the person may find. One statement."""
    wanted = set(things)
    if not wanted:
        return {}
    given = {
        "kinds": sorted({kind for kind, _ in wanted}),
        "numbers": sorted({number for _, number in wanted}),
        "reader": f"%,{int(person_id)},%",
    }
    rows = db.session.execute(_TITLES, given)
    return {(kind, number): title for kind, number, title in rows if (kind, number) in wanted}


def matching(statement: Any, typed: str, kinds: Sequence[str]) -> Any:
    """Narrow a statement on :class:`SearchEntry` to what has all the words in its title or text."""
    words = words_of(typed)
    if not words:
        raise ValueError("there is no word to look for")
    statement = statement.where(SearchEntry.kind.in_(kinds))
    if db.engine.dialect.name == "sqlite":
        phrases = " AND ".join([*(f'"{word}"' for word in words[:-1]), _beginning(words[-1])])
        scopes = " OR ".join(f'"{_scope(current(), kind)}"' for kind in kinds)
        found = literal_column("kernel_search_fts").op("MATCH", return_type=Boolean())(
            f"(scope : ({scopes})) AND ({{title text}} : ({phrases}))"
        )
        return statement.join(_fts, _fts.c.rowid == SearchEntry.id).where(found)
    lexemes = " & ".join(
        [*(f"'{word}'" for word in words[:-1]), f"'{words[-1]}'{':*' if len(words[-1]) > 2 else ''}"]
    )
    return statement.where(_lexemes.op("@@", return_type=Boolean())(func.to_tsquery("english", lexemes)))


def found_order() -> ColumnElement[int]:
    """The order of hits: a number that grows with every new thing."""
    return _fts.c.rowid if db.engine.dialect.name == "sqlite" else SearchEntry.id.expression


def may_find(person_id: int) -> ColumnElement[bool]:
    """Whether a person may find an entry."""
    return or_(SearchEntry.readers == "", SearchEntry.readers.contains(f",{int(person_id)},"))


def excerpt(text: str, typed: str) -> str:
    """The text around the first word found, or its beginning; one line."""
    text = " ".join(text.split())
    at = -1
    for word in words_of(typed):
        found = re.search(rf"\b{re.escape(word[: max(4, len(word) - 2)])}", text, re.I)
        if found:
            at = found.start()
            break
    start = max(0, at - _AROUND // 3)
    if start:
        start = text.find(" ", start) + 1
    end = start + _AROUND
    if end < len(text):
        end = max(text.rfind(" ", start, end), start + 1)
    return f"{'… ' if start else ''}{text[start:end]}{' …' if end < len(text) else ''}"


def _beginning(word: str) -> str:
    return f'"{word}"*' if len(word) > 2 else f'"{word}"'


def _scope(federation: int, kind: str) -> str:
    return f"f{federation}{kind.replace('_', '')}"


def _readers(readers: Iterable[int] | None) -> str:
    if readers is None:
        return ""
    return f",{','.join(str(int(one)) for one in sorted(set(readers)))},"
