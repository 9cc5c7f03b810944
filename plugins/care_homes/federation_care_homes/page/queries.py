"""The year of all homes, as somebody may see it: a constant number of statements, however many homes there are."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import select

from federation.toolkit import Actor, agreed, session, today

from ..agreed import small_number
from ..homes.queries import HomeSeen, homes_seen
from ..models import CareHome, HomeArrival, HomeChoice, HomeMonth, HomeOffer, HomeRound
from ..periods import week_of, weeks_of
from ..privacy import about, coarse, in_words, sum_of
from ..running.queries import choices
from ..running.rules import RoundsKept, rounds_kept


class HomeYear(NamedTuple):
    """The year of a home. Counts of residents are as they are where ``seen`` is raw."""

    seen: HomeSeen
    rounds: RoundsKept
    plans: int
    in_time: int
    admissions: int
    money: int
    offers: int
    choice: HomeChoice | None


class YearReport(NamedTuple):
    """The year of all homes. ``over``: it is; before, those whom single homes do not concern read no counts of residents."""

    year: int
    over: bool
    homes: list[HomeYear]
    small: int

    @property
    def weeks(self) -> int:
        """Weeks of the year that are over, of homes that have a practice."""
        return sum(one.rounds.weeks for one in self.homes)

    @property
    def kept(self) -> int:
        """Rounds that were kept."""
        return sum(one.rounds.kept for one in self.homes)

    def words(self, one: HomeYear, count: int) -> str:
        """A count of one home's residents in words."""
        if one.seen.raw:
            return f"{count:,}"
        return about(count, self.small) if self.over else ""

    def number(self, one: HomeYear, count: int) -> int | None:
        """The same for programs."""
        if one.seen.raw:
            return count
        return coarse(count, self.small) if self.over else None

    def sum(self, counts: Iterable[int]) -> str:
        """A count of all homes in words: as it is for whom every home concerns, else worked out from what is shown of each."""
        found = list(counts)
        if all(one.seen.raw for one in self.homes):
            return f"{sum(found):,}"
        return in_words(sum_of(found, self.small), self.small) if self.over else ""


def years_kept() -> list[int]:
    """The years that can be reported: this one, and those of which something is kept."""
    weeks = session.scalars(select(HomeRound.week).order_by(HomeRound.week).limit(1)).all()
    months = session.scalars(select(HomeMonth.month).order_by(HomeMonth.month).limit(1)).all()
    now = today().year
    first = min([now, *(int(one[:4]) for one in (*weeks, *months))])
    return list(range(now, first - 1, -1))


def year_of(actor: Actor, year: int) -> YearReport:
    """The report of a year, as this person may read it."""
    now, seen = today(), homes_seen(actor)
    weeks, first, last = weeks_of(year, now), date(year, 1, 1), date(year, 12, 31)
    rounds: dict[int, dict[str, tuple[bool, Any]]] = defaultdict(dict)
    for row in session.scalars(select(HomeRound).where(HomeRound.week.in_(weeks))):
        rounds[row.home_id][row.week] = row.kept, row.came
    months = HomeMonth.month.between(f"{year}-01", f"{year}-12")
    admissions = Counter[int]()
    for month in session.scalars(select(HomeMonth).where(months)):
        admissions[month.home_id] += month.admissions
    plans, in_time = Counter[int](), Counter[int]()
    for plan in session.scalars(select(HomeArrival).where(HomeArrival.arrived_on.between(first, last))):
        if plan.done_on is not None or plan.due_on < now:
            plans[plan.home_id] += 1
            in_time[plan.home_id] += plan.done_on is not None and plan.done_on <= plan.due_on
    offered = Counter[int]()
    for home_id, at in session.execute(select(HomeOffer.home_id, HomeOffer.offered_at)):
        offered[home_id] += at.year == year
    chosen = {one.home_id: one for one in choices()}
    a_bed = int(agreed("care_homes.pence"))
    found = [
        HomeYear(
            one,
            rounds_kept(_since(one.home, weeks, rounds[one.home.id]), rounds[one.home.id]),
            plans[one.home.id],
            in_time[one.home.id],
            admissions[one.home.id],
            a_bed * one.home.beds * 12,
            offered[one.home.id],
            chosen.get(one.home.id),
        )
        for one in seen
    ]
    return YearReport(year, year < now.year, found, small_number())


def _since(home: CareHome, weeks: list[str], said: Iterable[str]) -> list[str]:
    """The weeks in which rounds were due: from the first that was entered on, or from the week after the verdict."""
    if home.practice_id is None:
        return []
    begun = [week_of(home.aligned_at.date() + timedelta(weeks=1))] if home.aligned_at else []
    first = min([*begun, *said], default="9")
    return [week for week in weeks if week >= first]
