"""What ``federation calculate`` can calculate without a federation: each a function from what was given to what is printed.

A field that is wrong raises :class:`~federation.kernel.refusals.Invalid`. Amounts are whole numbers.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from federation.kernel import measures
from federation.kernel.given import Given
from federation.kernel.working_days import (
    FIRST_YEAR,
    LAST_YEAR,
    add_working_days,
    working_days_between,
)


def allocation(given: Given) -> Mapping[str, Any]:
    """``{total, unit, basis: [{code, list, weight}], min, max}``: shares by weight, or by list where no weight is given."""
    given.knows("total", "unit", "basis", "min", "max")
    total = given.whole("total")
    given.choice("unit", ("pence", "units"))
    basis = given.rows("basis")
    sharers = [
        measures.Sharer(
            one.text("code"), one.whole("list"), one.number("weight" if "weight" in one else "list", 0)
        )
        for one in basis
    ]
    if not any(one.weight for one in sharers):
        given.refuse("basis", "must have a weight above 0")
    least = given.whole("min") if "min" in given else 0
    most = given.whole("max", least) if "max" in given else None
    try:
        shares = measures.Sharing(sharers).share(total, least, most)
    except measures.CannotShare as error:
        return {"infeasible": True, "short_by": error.short_by}
    return {"rows": [{"code": code, "amount": amount} for code, amount in shares.items()], "sum": total}


def fairness(given: Given) -> Mapping[str, Any]:
    """``{rows: [{code, amount, list}]}``: evenness of amounts, and of amounts per patient."""
    given.knows("rows")
    rows = given.rows("rows")
    amounts, patients = [one.number("amount", 0) for one in rows], [one.whole("list", 1) for one in rows]
    return {
        "jain": float(measures.jain(amounts)),
        "jain_per_head": float(measures.jain(measures.per_head(amounts, patients))),
        "gini": float(measures.gini(amounts)),
        "gini_per_head": float(measures.gini(amounts, patients)),
    }


def working_days(given: Given) -> Mapping[str, Any]:
    """``{from, add}``: the date so many working days on; ``{from, to}``: how many working days come after the first day up
    to the second."""
    given.knows("from", "add", "to")
    start = _known_day(given, "from")
    if "add" in given and "to" in given:
        given.refuse("to", "goes with from alone: give add or to")
    if "to" in given:
        return {"days": working_days_between(start, _known_day(given, "to"))}
    try:
        return {"date": add_working_days(start, given.whole("add", None)).isoformat()}
    except ValueError:
        given.refuse("add", f"must lead to a day between {FIRST_YEAR} and {LAST_YEAR}")


def xmr(given: Given) -> Mapping[str, Any]:
    """``{values, screened}``: mean, limits and signals of an XmR chart; places are counted from 0."""
    given.knows("values", "screened")
    values = given.numbers("values")
    if len(values) < 2:
        given.refuse("values", "must be two numbers or more")
    chart = measures.xmr(values, given.flag("screened", True))
    return {
        "mean": float(chart.mean),
        "lower": float(chart.lower),
        "upper": float(chart.upper),
        "signals": [list(signal) for signal in chart.signals],
    }


def funnel(given: Given) -> Mapping[str, Any]:
    """``{kind, rows: [{code, numerator, denominator}]}``: where each stands in a funnel plot."""
    given.knows("kind", "rows")
    kind = given.choice("kind", measures.FUNNEL_KINDS)
    counts = []
    for one in given.rows("rows"):
        above, below = one.number("numerator", 0), one.number("denominator", 0)
        if not below:
            one.refuse("denominator", "must be above 0")
        if kind == "proportion" and above > below:
            one.refuse("numerator", "must not be above the denominator")
        counts.append(measures.FunnelCount(one.text("code"), float(above), float(below)))
    plot = measures.funnel(kind, counts)
    rows = [
        {
            "code": point.code,
            "value": point.value,
            "z": point.z,
            "inside95": point.inside95,
            "inside998": point.inside998,
        }
        for point in plot.points
    ]
    return {"target": plot.target, "rows": rows}


def price_points(given: Given) -> Mapping[str, Any]:
    """``{points, bids, formula}``: the points of each bid in hundredths. Bids are prices, or ``{code, price}``."""
    given.knows("points", "bids", "formula")
    points = given.number("points", 0)
    formula = given.choice("formula", measures.PRICE_FORMULAS) if "formula" in given else "lowest"
    coded = given.rows("bids") if given.has_objects("bids") else None
    prices = [one.number("price") for one in coded] if coded else given.numbers("bids")
    if min(prices) <= 0:
        given.refuse("bids", "must be prices above 0")
    worth = [float(one) for one in measures.price_points(points, prices, formula)]
    if coded is None:
        return {"rows": [{"points": one} for one in worth]}
    return {
        "rows": [{"code": one.text("code"), "points": got} for one, got in zip(coded, worth, strict=True)]
    }


def subsidy(given: Given) -> Mapping[str, Any]:
    """``{income, direct, overhead}``, in whole pounds or pence: what members' fees pay of a project."""
    given.knows("income", "direct", "overhead")
    return {
        "subsidy": measures.cross_subsidy(*(given.whole(field) for field in ("income", "direct", "overhead")))
    }


def _known_day(given: Given, field: str) -> date:
    day = given.day(field)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        given.refuse(field, f"must be a day between {FIRST_YEAR} and {LAST_YEAR}")
    return day


CALCULATIONS: Mapping[str, Callable[[Given], Mapping[str, Any]]] = {
    one.__name__: one for one in (allocation, fairness, working_days, xmr, funnel, price_points, subsidy)
}
