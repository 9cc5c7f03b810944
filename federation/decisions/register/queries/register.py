"""The register: every closed decision, newest first, a page at a time at the same cost wherever the page is.

Without words to look for, a list is one stream, or several, each read from an index in the order wanted and
no further than the page needs: one for each verdict asked for. With words, the search is the stream.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Integer,
    bindparam,
    literal_column,
    select,
    tuple_,
    union_all,
)

from federation.decisions.models import Decision, DecisionAim, RegisterTotal
from federation.decisions.register.queries.wanted import (
    EPOCH,
    RegisterFilter,
    RegisterPage,
    RegisterRow,
    RegisterTotals,
    read_mark,
    write_mark,
)
from federation.decisions.words import RESULTS
from federation.kernel import search
from federation.kernel.db import db
from federation.network.models import FederationAim

PAGE = 20
_CLOSED: ColumnElement[bool] = Decision.closed_at.is_not(None) & Decision.of_members()
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
_AIMS = select(FederationAim.number, FederationAim.words).order_by(FederationAim.number)


def totals() -> RegisterTotals:
    """The running totals of the register."""
    return RegisterTotals([(row[0], row[1], row[2]) for row in db.session.execute(_TOTALS)])


def aims() -> list[tuple[int, str]]:
    """The aims that the register can be narrowed to, retired ones too."""
    return [(row[0], row[1]) for row in db.session.execute(_AIMS)]


def page(wanted: RegisterFilter, mark: str = "", most: int = PAGE) -> RegisterPage:
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
    return RegisterPage(
        rows,
        "+" + write_mark(rows[0], by_words) if newer else None,
        "-" + write_mark(rows[-1], by_words) if older else None,
    )


def every(wanted: RegisterFilter, at_a_time: int = 500) -> Iterator[RegisterRow]:
    """All decisions that the filters leave, newest first, without loading them together."""
    mark: str | None = ""
    while mark is not None:
        here = page(wanted, mark, at_a_time)
        yield from here.rows
        mark = here.older


def _rows(wanted: RegisterFilter, place: tuple[int, ...], backwards: bool, most: int) -> list[RegisterRow]:
    if search.words_of(wanted.text):
        values: dict[str, Any] = {}
        statement = _by_words(wanted, place, backwards, most)
    elif wanted.text:
        return []
    else:
        statement, values = _streams(wanted, place, backwards, most)
    return [
        RegisterRow(id_, f"{year}/{ordinal}", title, verdict, closed_at, how or "", review_on, replaced, at)
        for id_, year, ordinal, title, verdict, closed_at, how, review_on, replaced, at in db.session.execute(
            statement, values
        )
    ]


def _by_words(wanted: RegisterFilter, place: tuple[int, ...], backwards: bool, most: int) -> Any:
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


class _StatementShape(NamedTuple):
    """What a statement of the register looks like, whatever its values: built once for each shape."""

    verdicts: int
    aim: bool
    year: bool
    review: bool
    placed: bool
    backwards: bool


def _streams(
    wanted: RegisterFilter, place: tuple[int, ...], backwards: bool, most: int
) -> tuple[Any, dict[str, Any]]:
    verdicts: Sequence[str] = wanted.verdicts
    if wanted.year is not None and not verdicts and wanted.aim is None and not wanted.review_by:
        verdicts = [one for *_, those in RESULTS for one in those]
    shape = _StatementShape(
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
        values |= {"at": EPOCH + timedelta(microseconds=place[0]), "id": place[1]}
    return _statement(shape), values


@lru_cache(maxsize=256)
def _statement(shape: _StatementShape) -> Any:
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


def _stream(shape: _StatementShape, verdicts: Sequence[int]) -> Any:
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
