"""What ``federation calculate`` can calculate without a federation: each a function from what was given to what is printed.

A field that is wrong raises :class:`~federation.kernel.refusals.Invalid`. Amounts are whole numbers.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from federation.kernel.given import Given
from federation.kernel.measures.allocation import CannotShare, Sharer, Sharing
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
        Sharer(one.text("code"), one.whole("list"), one.number("weight" if "weight" in one else "list", 0))
        for one in basis
    ]
    if not any(one.weight for one in sharers):
        given.refuse("basis", "must have a weight above 0")
    least = given.whole("min") if "min" in given else 0
    most = given.whole("max", least) if "max" in given else None
    try:
        shares = Sharing(sharers).share(total, least, most)
    except CannotShare as error:
        return {"infeasible": True, "short_by": error.short_by}
    return {"rows": [{"code": code, "amount": amount} for code, amount in shares.items()], "sum": total}


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


def _known_day(given: Given, field: str) -> date:
    day = given.day(field)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        given.refuse(field, f"must be a day between {FIRST_YEAR} and {LAST_YEAR}")
    return day


CALCULATIONS: Mapping[str, Callable[[Given], Mapping[str, Any]]] = {
    "allocation": allocation,
    "working_days": working_days,
}
