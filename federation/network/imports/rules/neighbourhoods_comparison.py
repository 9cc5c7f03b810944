"""The changes of a column of neighbourhoods: its names beside those that the practices have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from federation.network.imports.rules.neighbourhoods import NeighbourhoodColumn
from federation.network.rules.reading import UnreadableLine


class NeighbourhoodChange(NamedTuple):
    """A practice that moves to another neighbourhood, or into its first (now is None)."""

    code: str
    now: str | None
    after: str


@dataclass(frozen=True, slots=True)
class NeighbourhoodComparison:
    """The changes of an import. Each practice is in exactly one of changed, unchanged, held or missing."""

    changed: list[NeighbourhoodChange]
    unchanged: list[str]
    held: list[str]
    missing: list[str]
    new_names: list[str]
    """Neighbourhoods that the federation does not have yet."""
    unreadable: list[UnreadableLine]
    other_rows: int

    @property
    def changes(self) -> int:
        """How many practices change if this is saved."""
        return len(self.changed)


def compare_neighbourhoods(
    column: NeighbourhoodColumn, current: Mapping[str, str | None], names: tuple[str, ...] = ()
) -> NeighbourhoodComparison:
    """Set the column beside the practices (code -> neighbourhood) and the names of all neighbourhoods.

    The federation's own spelling of a neighbourhood is kept: SOUTH in a file is South when there is one.
    """
    ours = {name.casefold(): name for name in (*names, *(name for name in current.values() if name))}
    blocked = {line.code for line in column.unreadable if line.code and line.used_line is None}
    changed: list[NeighbourhoodChange] = []
    unchanged: list[str] = []
    held: list[str] = []
    missing: list[str] = []
    new_names: dict[str, None] = {}
    for code, now in current.items():
        if code in blocked:
            held.append(code)
        elif code not in column.rows:
            missing.append(code)
        else:
            name = column.rows[code]
            after = ours.get(name.casefold(), name)
            if after == now:
                unchanged.append(code)
                continue
            changed.append(NeighbourhoodChange(code, now, after))
            if name.casefold() not in ours:
                new_names[after] = None
    return NeighbourhoodComparison(
        changed=changed,
        unchanged=unchanged,
        held=held,
        missing=missing,
        new_names=list(new_names),
        unreadable=[
            replace(line, what_to_do=f"It stays where it is. {line.what_to_do}")
            if line.code in current and line.used_line is None
            else line
            for line in column.unreadable
            if not line.code or line.code in current
        ],
        other_rows=sum(code not in current for code in column.rows),
    )
