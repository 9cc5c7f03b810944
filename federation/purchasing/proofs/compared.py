"""What the record says of things of one kind, beside what the rows say."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from federation.kernel.proof import RecordedAct, RecordFlaw

Told = Mapping[Any, Any]


def told_of(acts: Iterable[RecordedAct], name: str, key: str, *values: str) -> dict[Any, tuple[Any, ...]]:
    """What acts of that name say: by the value of ``key``, the values of the others. The newest holds."""
    return {one.data[key]: tuple(one.data[value] for value in values) for one in acts if one.name == name}


def differ(where: str, what: str, rows: Told, told: Told) -> Iterator[RecordFlaw]:
    """A flaw for each thing that is not as the record says, is missing, or that the record does not know."""
    for number in sorted(rows.keys() | told.keys()):
        if number not in rows:
            yield RecordFlaw(where, f"{what} {number} is missing")
        elif number not in told:
            yield RecordFlaw(where, f"{what} {number} is not in the record")
        elif rows[number] != told[number]:
            yield RecordFlaw(where, f"{what} {number} is not what the record says")
