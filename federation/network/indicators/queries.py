"""Indicators of the features that are on, and what they come to in the last twelve months."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from fractions import Fraction
from functools import cache
from typing import Any, Final, NamedTuple

from sqlalchemy import Integer, bindparam, cast, func, select, true

from federation.kernel.db import db
from federation.kernel.refusals import NotFound
from federation.kernel.words import LONDON
from federation.network.models import Practice
from federation.plugin.door import door, load
from federation.plugin.feature import Indicator

MONTHS: Final = 12


class MonthCount(NamedTuple):
    """Of ``whole`` things ``part``, in a month of England, named by its first day."""

    month: date
    part: int
    whole: int

    @property
    def share(self) -> Fraction:
        """The part of the whole."""
        return Fraction(self.part, self.whole)


class IndicatorSum(NamedTuple):
    """What an indicator comes to for all together: the months that have something to count, and their sum."""

    months: tuple[MonthCount, ...]
    part: int
    whole: int

    @property
    def share(self) -> Fraction | None:
        """The part of the whole; None where there is nothing to count."""
        return Fraction(self.part, self.whole) if self.whole else None


def indicators(plugins: Iterable[str]) -> dict[str, Indicator]:
    """The indicators of the product's own features and of these plugins, by key."""
    on = set(plugins)
    return {
        one.key: one
        for feature in door().features.values()
        if feature.always_on or feature.name in on
        for one in feature.indicators
    }


def indicator_keyed(key: str, plugins: Iterable[str]) -> Indicator:
    """One of them. Raises ``NotFound``."""
    found = indicators(plugins).get(key)
    if found is None:
        raise NotFound()
    return found


def window(now: datetime) -> tuple[datetime, datetime]:
    """The last twelve months in England, this one among them, until now."""
    here = now.astimezone(LONDON)
    at = here.year * 12 + here.month - MONTHS
    first = datetime.combine(date(at // 12, at % 12 + 1, 1), time(), LONDON)
    return first.astimezone(UTC), now


def sum_of(indicator: Indicator, since: datetime, until: datetime) -> IndicatorSum:
    """What an indicator comes to for all together, by month. As many statements as its feature needs: one, as a rule."""
    found: dict[date, list[int]] = defaultdict(lambda: [0, 0])
    for at, part, whole in load(indicator.events)(since, until):
        month = found[at.astimezone(LONDON).date().replace(day=1)]
        month[0] += part
        month[1] += whole
    months = tuple(MonthCount(month, *found[month]) for month in sorted(found) if found[month][1])
    return IndicatorSum(months, sum(one.part for one in months), sum(one.whole for one in months))


class PracticeFigure(NamedTuple):
    """What an indicator comes to for one practice, and for all practices together."""

    indicator: Indicator
    part: int
    whole: int
    part_of_all: int
    whole_of_all: int

    @property
    def is_enough(self) -> bool:
        """Whether so much was counted that a share says something."""
        return self.whole >= self.indicator.least

    @property
    def share(self) -> Fraction:
        """The part of the whole."""
        return Fraction(self.part, self.whole)

    @property
    def share_of_all(self) -> Fraction:
        """The same of all practices."""
        return Fraction(self.part_of_all, self.whole_of_all)


def figures_of(
    practice_id: int, plugins: Iterable[str], since: datetime, until: datetime
) -> list[PracticeFigure]:
    """The indicators in which a practice has something to count. One statement for each."""
    found = []
    moments = {"since": since, "until": until}
    for one in indicators(plugins).values():
        is_core = door().features[one.name.partition(".")[0]].always_on
        asked = _kept_sums(one) if is_core else _sums(one, since, until)
        row = db.session.execute(asked, {"practice": practice_id, **(moments if is_core else {})}).one()
        if row[1]:
            found.append(PracticeFigure(one, *map(int, row)))
    return found


def _sums(indicator: Indicator, since: Any, until: Any) -> Any:
    """A statement of part and whole of the ``practice``, and of all."""
    counted = load(indicator.counts)(since, until).subquery()
    own = _summed(counted).where(counted.c.practice_id == bindparam("practice")).subquery()
    total = load(indicator.total)(since, until).subquery() if indicator.total else counted
    of_all = _summed(total).subquery()
    return select(own.c.part, own.c.whole, of_all.c.part, of_all.c.whole).select_from(
        own.join(of_all, true())
    )


def _summed(counted: Any) -> Any:
    return select(
        *(
            func.coalesce(func.sum(number), 0).label(number.key)
            for number in (counted.c.part, counted.c.whole)
        )
    )


@cache
def _kept_sums(indicator: Indicator) -> Any:
    """The same of a feature of the product, made once: what it counts compares moments, and does not reckon with them."""
    return _sums(indicator, bindparam("since"), bindparam("until"))


def rows_of(indicator: Indicator, since: datetime, until: datetime) -> Any:
    """A statement of the practices that have something to count: ``id, code, name, part, whole, permille``."""
    counted = load(indicator.counts)(since, until).subquery()
    return (
        select(
            Practice.id,
            Practice.code,
            Practice.name,
            counted.c.part,
            counted.c.whole,
            cast(counted.c.part * 1000 // counted.c.whole, Integer).label("permille"),
        )
        .join(counted, counted.c.practice_id == Practice.id)
        .where(counted.c.whole > 0)
    )


def rows_after(indicator: Indicator, since: datetime, until: datetime, after: str, most: int) -> list[Any]:
    """Some of those practices in order of code, from a code on. One statement."""
    asked = rows_of(indicator, since, until).where(Practice.code > after).order_by(Practice.code).limit(most)
    return list(db.session.execute(asked))
