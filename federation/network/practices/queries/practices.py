"""Reading practices: pages of the list, one practice, all of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, bindparam, false, func, select, tuple_

from federation.kernel.db import db
from federation.kernel.refusals import NotFound
from federation.network.models import Neighbourhood, Practice, PracticeWord
from federation.network.practices.rules import MOST_WORDS, words_in

PAGE: Final = 50
_AT_ONCE: Final = 2_000
_FEW: Final = 1_000
_AFTER_ALL: Final = chr(0x10FFFF)
_SIDES: Final = (("from", ""), ("to", _AFTER_ALL))


@dataclass(frozen=True, slots=True)
class PracticesFilter:
    """The filter of a list of practices. ``gone`` shows closed and departed ones too."""

    text: str = ""
    neighbourhood: int | None = None
    nowhere: bool = False
    """Only practices that are in no neighbourhood."""
    membership: str = ""
    gone: bool = False

    @property
    def narrows(self) -> int:
        """How many filters are on."""
        return sum((self.neighbourhood is not None or self.nowhere, bool(self.membership), self.gone))


class PracticeRow(NamedTuple):
    """A practice in a list."""

    id: int
    code: str
    name: str
    postcode: str
    membership: str
    neighbourhood_id: int | None
    neighbourhood: str | None
    list_size: int | None
    list_size_on: date | None
    closed_on: date | None
    left_on: date | None


class PracticesPage(NamedTuple):
    """A part of the list, and where it goes on: numbers of practices, or None."""

    rows: list[PracticeRow]
    before: int | None
    after: int | None


_LISTED = (
    Practice.id,
    Practice.code,
    Practice.name,
    Practice.postcode,
    Practice.membership,
    Practice.neighbourhood_id,
    Neighbourhood.name.label("neighbourhood"),
    Practice.list_size,
    Practice.list_size_on,
    Practice.closed_on,
    Practice.left_on,
)
_ORDER = tuple_(Practice.name, Practice.id)


def _listed(wanted: PracticesFilter) -> Select[Any]:
    statement: Any = select(*_LISTED).outerjoin(Neighbourhood, Neighbourhood.id == Practice.neighbourhood_id)
    if wanted.text.strip():
        statement = statement.where(_says_all(wanted.text))
    if not wanted.gone:
        statement = statement.where(Practice.belongs())
    if wanted.membership:
        statement = statement.where(Practice.membership == wanted.membership)
    if wanted.nowhere:
        statement = statement.where(Practice.neighbourhood_id.is_(None))
    elif wanted.neighbourhood is not None:
        statement = statement.where(Practice.neighbourhood_id == wanted.neighbourhood)
    found: Select[Any] = statement
    return found


def _says_all(text: str) -> ColumnElement[bool]:
    """Practices that have all the words, each perhaps only begun. Where few have one of them, the index of words gives
    those; where many have each, the list is walked in its order and soon has a page. Asks once how many have each."""
    words = words_in(text)[:MOST_WORDS]
    if not words:
        return false()
    given = {f"{side}_{n}": word + end for n, word in enumerate(words) for side, end in _SIDES}
    counts = db.session.execute(_counts(len(words)), given).one()
    rarest = min(range(len(words)), key=counts.__getitem__)
    few = counts[rarest] <= _FEW
    return and_(*(_has(word, few and n == rarest) for n, word in enumerate(words)))


@cache
def _counts(words: int) -> Select[Any]:
    """How many practices have each of so many words, counted to some hundreds and no further."""
    found = (
        select(PracticeWord.practice_id)
        .where(PracticeWord.word >= bindparam(f"from_{n}"), PracticeWord.word < bindparam(f"to_{n}"))
        .limit(_FEW + 1)
        .subquery()
        for n in range(words)
    )
    return select(*(select(func.count()).select_from(one).scalar_subquery() for one in found))


def _has(word: str, first: bool) -> ColumnElement[bool]:
    """Whether a practice has a word that begins so; ``first``: this is where to look for practices."""
    begun = (PracticeWord.word >= word, PracticeWord.word < word + _AFTER_ALL)
    if first:
        return Practice.id.in_(select(PracticeWord.practice_id).where(*begun))
    return select(PracticeWord.word).where(PracticeWord.practice_id == Practice.id, *begun).exists()


def practices_page(
    wanted: PracticesFilter, after: int | None = None, before: int | None = None
) -> PracticesPage:
    """One page by name; ``after`` and ``before`` are the number of the practice to go on from."""
    statement = _listed(wanted)
    backwards = before is not None
    place = _place_of(before if before is not None else after)
    if place is not None:
        here = tuple_(*place)
        statement = statement.where(here > _ORDER if backwards else here < _ORDER)
    order = (Practice.name.desc(), Practice.id.desc()) if backwards else (Practice.name, Practice.id)
    found = [PracticeRow._make(row) for row in db.session.execute(statement.order_by(*order).limit(PAGE + 1))]
    more, rows = len(found) > PAGE, found[:PAGE]
    if backwards:
        rows.reverse()
    earlier, later = (more, True) if backwards else (place is not None, more)
    return PracticesPage(
        rows, rows[0].id if rows and earlier else None, rows[-1].id if rows and later else None
    )


def _place_of(practice_id: int | None) -> tuple[str, int] | None:
    if practice_id is None:
        return None
    row = db.session.execute(select(Practice.name, Practice.id).where(Practice.id == practice_id)).first()
    if row is None:
        raise NotFound()
    return row.name, row.id


class WholePractice(NamedTuple):
    """All that is known of a practice."""

    id: int
    code: str
    name: str
    address: list[str]
    postcode: str
    phone: str
    icb: str
    sub_icb: str
    membership: str
    neighbourhood_id: int | None
    neighbourhood: str | None
    list_size: int | None
    list_size_on: date | None
    opened_on: date | None
    closed_on: date | None
    left_on: date | None


_FULL = (
    Practice.id,
    Practice.code,
    Practice.name,
    Practice.address,
    Practice.postcode,
    Practice.phone,
    Practice.icb,
    Practice.sub_icb,
    Practice.membership,
    Practice.neighbourhood_id,
    Neighbourhood.name.label("neighbourhood"),
    Practice.list_size,
    Practice.list_size_on,
    Practice.opened_on,
    Practice.closed_on,
    Practice.left_on,
)


_WHOLE = (
    select(*_FULL)
    .outerjoin(Neighbourhood, Neighbourhood.id == Practice.neighbourhood_id)
    .where(Practice.id == bindparam("practice"))
)


def practice_here(practice_id: int) -> WholePractice:
    """A practice of the federation chosen."""
    row = db.session.execute(_WHOLE, {"practice": practice_id}).first()
    if row is None:
        raise NotFound()
    return WholePractice._make(row)


def every_practice(wanted: PracticesFilter) -> Iterator[WholePractice]:
    """All practices that are wanted, by name, read a few thousand at a time: for exports."""
    place: tuple[str, int] | None = None
    statement = _listed(wanted).with_only_columns(*_FULL, maintain_column_froms=True)
    while True:
        part = statement if place is None else statement.where(tuple_(*place) < _ORDER)
        rows = db.session.execute(part.order_by(Practice.name, Practice.id).limit(_AT_ONCE)).all()
        yield from (WholePractice._make(row) for row in rows)
        if len(rows) < _AT_ONCE:
            return
        place = rows[-1].name, rows[-1].id
