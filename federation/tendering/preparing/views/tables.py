"""What pages show of a way of sharing: rows of tables, as words."""

from collections.abc import Iterable

from federation.kernel.words import number
from federation.tendering.preparing.queries.sharing import ExampleRow


def rows_of(example: Iterable[ExampleRow]) -> list[tuple[str, ...]]:
    """A row for each practice, and one for all: name, patients, what it would get."""
    known = list(example)
    rows = [
        (one.name, number(one.patients) if one.patients else "Not known", number(one.amount)) for one in known
    ]
    patients, amounts = sum(one.patients for one in known), sum(one.amount for one in known)
    return [*rows, ("All practices", number(patients), number(amounts))] if rows else []
