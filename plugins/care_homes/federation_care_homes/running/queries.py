"""How it goes in a home: rounds, plans, admissions, money."""

from collections import Counter
from fractions import Fraction
from typing import Any, NamedTuple

from sqlalchemy import select

from federation.toolkit import NotFound, agreed, measures, session, today

from ..agreed import small_number
from ..models import CareHome, HomeArrival, HomeChoice, HomeMonth, HomeRound
from ..periods import week_of, weeks_back
from ..privacy import coarse, in_words, sum_of
from .rules import (
    ROLES,
    AdmissionRate,
    RoundsKept,
    money_shares,
    rates,
    rounds_kept,
)


class PlansDone(NamedTuple):
    """New residents: how many plans were done in time, of how many that are done or late, and those still to do."""

    in_time: int
    of: int
    open: list[HomeArrival]


class HomeMoney(NamedTuple):
    """Money of a home in pence a month, by who gets it."""

    a_bed: int
    total: int
    shares: dict[str, int]


def rounds_of(home_id: int, count: int) -> RoundsKept:
    """The rounds of the last whole weeks."""
    weeks = weeks_back(today(), count)
    rows = session.scalars(select(HomeRound).where(HomeRound.home_id == home_id, HomeRound.week.in_(weeks)))
    return rounds_kept(weeks, {row.week: (row.kept, row.came) for row in rows})


def this_week(home_id: int) -> HomeRound | None:
    """The round of this week, once something was said of it."""
    return session.scalar(
        select(HomeRound).where(HomeRound.home_id == home_id, HomeRound.week == week_of(today()))
    )


def every_round(home_id: int) -> list[HomeRound]:
    """All rounds of a home, the latest first."""
    rows = select(HomeRound).where(HomeRound.home_id == home_id).order_by(HomeRound.week.desc()).limit(200)
    return list(session.scalars(rows))


def plans_of(home_id: int) -> PlansDone:
    """New residents of a home and their plans."""
    rows = list(
        session.scalars(
            select(HomeArrival)
            .where(HomeArrival.home_id == home_id)
            .order_by(HomeArrival.arrived_on, HomeArrival.id)
        )
    )
    now = today()
    due = [row for row in rows if row.done_on is not None or row.due_on < now]
    in_time = sum(1 for row in due if row.done_on is not None and row.done_on <= row.due_on)
    return PlansDone(in_time, len(due), [row for row in rows if row.done_on is None])


def admissions_of(home: CareHome) -> list[AdmissionRate]:
    """Unplanned admissions for 100 beds in the order of time."""
    rows = session.execute(select(HomeMonth.month, HomeMonth.admissions).where(HomeMonth.home_id == home.id))
    return rates({row.month: row.admissions for row in rows}, home.beds)


def years_of(home: CareHome, small: int) -> list[tuple[str, int | None]]:
    """Unplanned admissions in whole years that are over, rounded, the latest first: what everybody reads. Years do not overlap,
    so that no difference of two tells of a month."""
    now, sums = today().year, Counter[str]()
    rows = session.execute(select(HomeMonth.month, HomeMonth.admissions).where(HomeMonth.home_id == home.id))
    for row in rows:
        if int(row.month[:4]) < now:
            sums[row.month[:4]] += row.admissions
    return [(year, coarse(count, small)) for year, count in sorted(sums.items(), reverse=True)]


def coarse_chart(home: CareHome, small: int) -> dict[str, Any]:
    """The same for programs, in the order of time: without limits, from which months could be worked out."""
    points = [
        {"period": year, "admissions": count, "rate": None if count is None else 100 * count / home.beds}
        for year, count in reversed(years_of(home, small) if home.beds else [])
    ]
    return {"points": points, "mean": None, "lower": None, "upper": None, "signals": []}


def chart_of(points: list[AdmissionRate]) -> dict[str, Any]:
    """The points with mean, limits and signals (XmR) as JSON; limits are None for fewer than two."""
    told = [{"period": one.period, "admissions": one.admissions, "rate": float(one.rate)} for one in points]
    if len(points) < 2:
        return {"points": told, "mean": None, "lower": None, "upper": None, "signals": []}
    found = measures.xmr([one.rate for one in points])
    return {
        "points": told,
        "mean": float(found.mean),
        "lower": float(found.lower),
        "upper": float(found.upper),
        "signals": [list(signal) for signal in found.signals],
    }


def money_of(beds: int) -> HomeMoney:
    """What a home's beds bring in a month, shared out to the penny as the members agreed."""
    a_bed = int(agreed("care_homes.pence"))
    parts = {
        "practice": Fraction(agreed("care_homes.practice_share")),
        "nurses": Fraction(agreed("care_homes.nurses_share")),
    }
    shares = money_shares(parts)
    total = a_bed * beds
    sharing = measures.Sharing([measures.Sharer(code, 0, weight) for code, weight in shares.items()])
    return HomeMoney(a_bed, total, dict(sharing.share(total)) if total else dict.fromkeys(shares, 0))


def role_words(found: RoundsKept) -> list[tuple[str, int, int]]:
    """Who came: the role in words, how often, and as a percentage of the rounds that were kept."""
    return [
        (ROLES[role], count, 100 * count // found.kept)
        for role, count in sorted(found.came.items(), key=lambda one: -one[1])
    ]


def choices() -> list[HomeChoice]:
    """What residents chose, for the practices that look after homes now."""
    same = (CareHome.id == HomeChoice.home_id) & (CareHome.practice_id == HomeChoice.practice_id)
    return list(session.scalars(select(HomeChoice).join(CareHome, same).order_by(HomeChoice.home_id)))


def choice_of(home: CareHome) -> HomeChoice | None:
    """What residents of one home chose."""
    same = (HomeChoice.home_id == home.id, HomeChoice.practice_id == home.practice_id)
    return session.scalar(select(HomeChoice).where(*same))


def arrival_here(home_id: int, arrival_id: int) -> HomeArrival:
    """A new resident of a home. Raises ``NotFound``."""
    found = session.get(HomeArrival, arrival_id)
    if found is None or found.home_id != home_id:
        raise NotFound()
    return found


def chosen_in_all(raw: bool) -> tuple[int, str, str] | None:
    """In how many homes residents were asked, how many there, and how many stayed, as they are or rounded; None before anybody
    was."""
    rows, small = [one for one in choices() if one.asked], small_number()
    if not rows:
        return None
    asked, stayed = [one.asked for one in rows], [one.stayed for one in rows]
    if raw:
        return len(rows), f"{sum(asked):,}", f"{sum(stayed):,}"
    return len(rows), in_words(sum_of(asked, small), small), in_words(sum_of(stayed, small), small)
