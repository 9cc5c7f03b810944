"""The register: every closed decision, newest first, a page at a time at the same cost wherever the page is.

Without words to look for, a list is one stream, or several, each read from an index in the order wanted and
no further than the page needs: one for each verdict asked for. With words, the search is the stream.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    ColumnExpressionArgument,
    Integer,
    bindparam,
    func,
    literal_column,
    select,
    tuple_,
    union_all,
)

from federation.decisions.models import CoAuthor, Decision, DecisionAim, RegisterTotal
from federation.decisions.words import RESULTS
from federation.kernel import search
from federation.kernel.db import db
from federation.kernel.record import now_here
from federation.network.models import Aim, Federation

PAGE = 20
MOST_COUNTED = 100
_CLOSED: ColumnElement[bool] = Decision.state == literal_column("'closed'")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the register is narrowed to.

    ``results`` are names of ``words.RESULTS``; ``review_by``: only those whose review is due by this day.
    """

    text: str = ""
    results: tuple[str, ...] = ()
    aim: int | None = None
    year: int | None = None
    review_by: date | None = None

    @property
    def verdicts(self) -> tuple[str, ...]:
        """The verdicts wanted; none means all."""
        return tuple(one for name, _, verdicts in RESULTS if name in self.results for one in verdicts)

    @property
    def countable(self) -> bool:
        """Whether the running totals say how many there are."""
        return not (self.text or self.aim is not None or self.review_by)

    @property
    def filters(self) -> int:
        """How many filters are on."""
        return (
            len(self.results)
            + (self.aim is not None)
            + (self.year is not None)
            + (self.review_by is not None)
        )


class Row(NamedTuple):
    """A decision as lists show it. ``place`` orders it among those found for words."""

    id: int
    number: str
    title: str
    verdict: str
    closed_at: datetime
    how: str
    review_on: date | None
    replaced_by: int | None
    place: int


class Page(NamedTuple):
    """Some decisions, and where to go on: a mark for the page before and the page after, or None."""

    rows: Sequence[Row]
    newer: str | None
    older: str | None


class Pulse(NamedTuple):
    """The database's time, and what is going on, counted to 100 and no further.

    Votes open; proposals in discussion; votes whose time has passed that are not written down yet.
    """

    now: datetime
    open: int
    in_discussion: int
    over: int


@dataclass(frozen=True, slots=True)
class Totals:
    """How many decisions there are, by year and verdict."""

    rows: Sequence[tuple[int, str, int]] = field(default=())

    @property
    def years(self) -> list[int]:
        """The years that have decisions, newest first."""
        return sorted({year for year, _, _ in self.rows}, reverse=True)

    def of(self, wanted: Wanted) -> int:
        """How many a list narrowed by result and year has."""
        verdicts = wanted.verdicts
        return sum(
            number
            for year, verdict, number in self.rows
            if (not verdicts or verdict in verdicts) and wanted.year in (None, year)
        )

    @property
    def all(self) -> int:
        """How many there are."""
        return sum(number for *_, number in self.rows)


_COLUMNS = (
    Decision.id,
    Decision.year,
    Decision.ordinal,
    Decision.title,
    Decision.verdict,
    Decision.closed_at,
    Decision.how,
    Decision.review_on,
    Decision.superseded_by_id,
)


_TOTALS = select(RegisterTotal.year, RegisterTotal.verdict, RegisterTotal.decided).where(
    RegisterTotal.decided > 0
)
_AIMS = select(Aim.number, Aim.words).order_by(Aim.number)


def _few(*conditions: ColumnExpressionArgument[bool]) -> ColumnElement[int]:
    """How many decisions meet the conditions, counted to 100 and no further."""
    few = select(Decision.id).where(*conditions).limit(MOST_COUNTED).subquery()
    return select(func.count(few.c.id)).scalar_subquery()


_PULSE = (
    select(
        now_here(),
        _few(Decision.takes_ballots(now_here())),
        _few(Decision.state == "discussion"),
        _few(Decision.is_over(now_here())),
    )
    .select_from(Federation)
    .where(Federation.id == bindparam("federation"))
)


def totals() -> Totals:
    """The running totals of the register."""
    return Totals([(row[0], row[1], row[2]) for row in db.session.execute(_TOTALS)])


def pulse(federation_id: int) -> Pulse:
    """What is going on besides the register, counted to 100 at most."""
    return Pulse(*db.session.execute(_PULSE, {"federation": federation_id}).one())


def aims() -> list[tuple[int, str]]:
    """The aims that the register can be narrowed to, retired ones too."""
    return [(row[0], row[1]) for row in db.session.execute(_AIMS)]


def page(wanted: Wanted, mark: str = "", most: int = PAGE) -> Page:
    """A page of the register. ``mark``: where another ended ("-…": older, "+…": newer), or "end"."""
    backwards = mark.startswith("+") or mark == "end"
    found = _rows(wanted, read_mark(mark), backwards, most + 1)
    more = len(found) > most
    rows = found[:most]
    if backwards:
        rows = rows[::-1]
        newer = bool(more)
        older = mark != "end" and bool(rows)
    else:
        newer, older = bool(read_mark(mark)) and bool(rows), more
    by_words = bool(search.words_of(wanted.text))
    return Page(
        rows,
        "+" + write_mark(rows[0], by_words) if newer else None,
        "-" + write_mark(rows[-1], by_words) if older else None,
    )


def every(wanted: Wanted, at_a_time: int = 500) -> Iterator[Row]:
    """All decisions that the filters leave, newest first, without loading them together."""
    mark: str | None = ""
    while mark is not None:
        here = page(wanted, mark, at_a_time)
        yield from here.rows
        mark = here.older


def write_mark(row: Row, by_words: bool) -> str:
    """The place of a decision in its list, for an address."""
    if by_words:
        return str(row.place)
    return f"{(row.closed_at - _EPOCH) // timedelta(microseconds=1)}.{row.id}"


def read_mark(mark: str) -> tuple[int, ...]:
    """The place that an address names; none when it names none."""
    parts = mark[1:].split(".")
    if (
        mark[:1] not in ("-", "+")
        or len(parts) > 2
        or not all(part.isascii() and part.isdigit() and len(part) < 18 for part in parts)
    ):
        return ()
    return tuple(int(part) for part in parts)


def _rows(wanted: Wanted, place: tuple[int, ...], backwards: bool, most: int) -> list[Row]:
    if search.words_of(wanted.text):
        values: dict[str, Any] = {}
        statement = _by_words(wanted, place, backwards, most)
    elif wanted.text:
        return []
    else:
        statement, values = _streams(wanted, place, backwards, most)
    return [
        Row(id_, f"{year}/{ordinal}", title, verdict, closed_at, how or "", review_on, replaced, at)
        for id_, year, ordinal, title, verdict, closed_at, how, review_on, replaced, at in db.session.execute(
            statement, values
        )
    ]


def _by_words(wanted: Wanted, place: tuple[int, ...], backwards: bool, most: int) -> Any:
    order = search.found_order()
    statement = search.matching(
        select(*_COLUMNS, search.SearchEntry.id)
        .select_from(search.SearchEntry)
        .join(Decision, (Decision.id == search.SearchEntry.ref_id)),
        wanted.text,
        ("decision",),
    ).where(_CLOSED)
    if wanted.verdicts:
        statement = statement.where(Decision.verdict.in_(wanted.verdicts))
    if wanted.year is not None:
        statement = statement.where(Decision.year == wanted.year)
    if wanted.review_by:
        statement = statement.where(
            Decision.review_on <= wanted.review_by, Decision.superseded_by_id.is_(None)
        )
    if wanted.aim is not None:
        statement = statement.where(
            select(DecisionAim.number)
            .where(DecisionAim.decision_id == Decision.id, DecisionAim.number == wanted.aim)
            .exists()
        )
    if len(place) == 1:
        statement = statement.where(order > place[0] if backwards else order < place[0])
    return statement.order_by(order.asc() if backwards else order.desc()).limit(most)


class _Shape(NamedTuple):
    """What a statement of the register looks like, whatever its values: built once for each shape."""

    verdicts: int
    aim: bool
    year: bool
    review: bool
    placed: bool
    backwards: bool


def _streams(
    wanted: Wanted, place: tuple[int, ...], backwards: bool, most: int
) -> tuple[Any, dict[str, Any]]:
    verdicts: Sequence[str] = wanted.verdicts
    if wanted.year is not None and not verdicts and wanted.aim is None and not wanted.review_by:
        verdicts = [one for *_, those in RESULTS for one in those]
    shape = _Shape(
        len(verdicts),
        wanted.aim is not None,
        wanted.year is not None,
        wanted.review_by is not None,
        len(place) == 2,
        backwards,
    )
    values: dict[str, Any] = {f"verdict_{number}": verdict for number, verdict in enumerate(verdicts)}
    values |= {"aim": wanted.aim, "year": wanted.year, "review_by": wanted.review_by, "most": most}
    if shape.placed:
        values |= {"at": _EPOCH + timedelta(microseconds=place[0]), "id": place[1]}
    return _statement(shape), values


@lru_cache(maxsize=256)
def _statement(shape: _Shape) -> Any:
    """The decisions of a shape: one stream, or one for each verdict, merged."""
    if shape.verdicts < 2 or shape.aim or shape.review:
        return _stream(shape, range(shape.verdicts))
    parts = [_stream(shape, [number]).subquery() for number in range(shape.verdicts)]
    both = union_all(*(select(part) for part in parts)).subquery()
    at = (both.c.closed_at, both.c.id)
    return (
        select(both)
        .order_by(*(one.asc() if shape.backwards else one.desc() for one in at))
        .limit(_value("most"))
    )


def _stream(shape: _Shape, verdicts: Sequence[int]) -> Any:
    """Decisions in the order of one index, from a place on."""
    at: tuple[Any, ...] = (Decision.closed_at, Decision.id)
    statement: Any = select(*_COLUMNS, literal_column("0").label("place")).where(_CLOSED)
    if len(verdicts) == 1:
        statement = statement.where(Decision.verdict == _value(f"verdict_{verdicts[0]}"))
    elif verdicts:
        statement = statement.where(
            Decision.verdict.in_([_value(f"verdict_{number}") for number in verdicts])
        )
    if shape.aim:
        statement = statement.join(DecisionAim, DecisionAim.decision_id == Decision.id).where(
            DecisionAim.number == _value("aim")
        )
        at = (DecisionAim.closed_at, DecisionAim.decision_id)
    if shape.year:
        statement = statement.where(Decision.year == _value("year"))
    if shape.review:
        statement = statement.where(
            Decision.review_on <= _value("review_by"), Decision.superseded_by_id.is_(None)
        )
    if shape.placed:
        here = tuple_(bindparam("at", type_=at[0].type), bindparam("id", type_=at[1].type))
        statement = statement.where(tuple_(*at) > here if shape.backwards else tuple_(*at) < here)
    return statement.order_by(*(one.asc() if shape.backwards else one.desc() for one in at)).limit(
        _value("most")
    )


def _value(name: str) -> Any:
    return bindparam(name, type_=Integer() if name == "most" else None)


class Undecided(NamedTuple):
    """A proposal, a vote that opens at its time, or an open vote in a list."""

    id: int
    title: str
    opens_at: datetime | None
    closes_at: datetime | None
    voted: int
    may_vote: int
    comments: int


class GoingOn(NamedTuple):
    """What is not decided yet; each list has 100 at most, and says whether there are more."""

    voting: list[Undecided]
    coming: list[Undecided]
    talked: list[Undecided]
    drafts: list[Undecided]
    most: int = MOST_COUNTED


_UNDECIDED = (
    Decision.state,
    Decision.id,
    Decision.title,
    Decision.opens_at,
    Decision.closes_at,
    Decision.voted,
    Decision.roll,
    Decision.comment_count,
)


def drafts_of(columns: Sequence[Any], most: int) -> tuple[Any, Any]:
    """The drafts of the person bound as ``person``, and those they help to write; newest first."""
    person: Any = bindparam("person")
    own = (
        select(*columns)
        .where(Decision.author_id == person, Decision.state == "draft")
        .order_by(Decision.id.desc())
    )
    helped = (
        select(*columns)
        .join(CoAuthor, CoAuthor.decision_id == Decision.id)
        .where(CoAuthor.person_id == person, Decision.state == "draft", Decision.author_id != person)
        .order_by(CoAuthor.decision_id.desc())
    )
    return own.limit(most), helped.limit(most)


def in_discussion(columns: Sequence[Any], most: int) -> Any:
    """Proposals in discussion, newest first, from the end of their index: none has a deadline yet."""
    return (
        select(*columns)
        .where(Decision.state == "discussion", Decision.closes_at.is_(None))
        .order_by(Decision.id.desc())
        .limit(most)
    )


def coming(columns: Sequence[Any], most: int) -> Any:
    """Votes that open at a time that is set, the next one first."""
    return (
        select(*columns)
        .where(Decision.state == "scheduled")
        .order_by(Decision.opens_at, Decision.id)
        .limit(most)
    )


def together(*parts: Any) -> Any:
    """Several short lists in one statement."""
    return select(union_all(*(select(part.subquery()) for part in parts)).subquery())


_GOING_ON = together(
    select(*_UNDECIDED)
    .where(Decision.takes_ballots(now_here()))
    .order_by(Decision.closes_at, Decision.id)
    .limit(MOST_COUNTED + 1),
    coming(_UNDECIDED, MOST_COUNTED + 1),
    in_discussion(_UNDECIDED, MOST_COUNTED + 1),
    *drafts_of(_UNDECIDED, MOST_COUNTED + 1),
)


def going_on(person_id: int) -> GoingOn:
    """Votes open by deadline, votes that open soon, proposals in discussion newest first, and the person's own drafts."""
    found: dict[str, list[Undecided]] = {"open": [], "scheduled": [], "discussion": [], "draft": []}
    for state, id_, title, opens_at, closes_at, voted, roll, comments in db.session.execute(
        _GOING_ON, {"person": person_id}
    ):
        found[state].append(
            Undecided(id_, title, opens_at, closes_at, voted, (roll or {}).get("practices", 0), comments)
        )
    return GoingOn(
        sorted(found["open"], key=lambda one: (one.closes_at, one.id)),
        sorted(found["scheduled"], key=lambda one: (one.opens_at, one.id)),
        sorted(found["discussion"], key=lambda one: -one.id),
        sorted(found["draft"], key=lambda one: -one.id),
    )
