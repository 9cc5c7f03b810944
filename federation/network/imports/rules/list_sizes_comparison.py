"""The changes of a file of list sizes: its numbers beside those that the federation has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from federation.network.imports.rules.list_sizes_file import ListSizesFile
from federation.network.rules.reading import UnreadableLine


class SizeChange(NamedTuple):
    """A practice whose list size differs, or is known for the first time (now is None)."""

    code: str
    now: int | None
    after: int


@dataclass(frozen=True, slots=True)
class SizesComparison:
    """The changes that a file of list sizes would make to the open practices of a federation.

    Each of them is in exactly one of changed, unchanged, held or missing.
    """

    extract_date: date
    changed: list[SizeChange]
    unchanged: list[str]
    confirmed: list[str]
    """Those of the unchanged whose size is now known to hold on a later day."""
    held: list[str]
    """The line cannot be read, so the size stays as it is."""
    missing: list[str]
    """Open practices that are not in the file: their size stays as it is."""
    unreadable: list[UnreadableLine]
    older: bool
    """The file is of an earlier day than something that the federation holds already."""
    held_as_of: date | None
    """The latest day that the federation holds."""
    patients_now: int
    patients_after: int
    other_rows: int

    @property
    def changes(self) -> int:
        """How many practices change if this is saved."""
        return len(self.changed)


def compare_list_sizes(
    file: ListSizesFile, current: Mapping[str, tuple[int | None, date | None]]
) -> SizesComparison:
    """Set the file beside the open practices of the federation: code -> (patients, as of which day)."""
    blocked = {line.code for line in file.unreadable if line.code and line.used_line is None}
    changed: list[SizeChange] = []
    unchanged: list[str] = []
    confirmed: list[str] = []
    held: list[str] = []
    missing: list[str] = []
    for code, (now, as_of) in current.items():
        if code in blocked:
            held.append(code)
            continue
        after = file.rows.get(code)
        if after is None:
            missing.append(code)
        elif after != now:
            changed.append(SizeChange(code, now, after))
        else:
            unchanged.append(code)
            if as_of is None or as_of < file.extract_date:
                confirmed.append(code)
    held_as_of = max((as_of for _, as_of in current.values() if as_of is not None), default=None)
    patients_now = sum(now or 0 for now, _ in current.values())
    return SizesComparison(
        extract_date=file.extract_date,
        changed=changed,
        unchanged=unchanged,
        confirmed=confirmed,
        held=held,
        missing=missing,
        unreadable=[
            _for_federation(line, current)
            for line in file.unreadable
            if not line.code or line.code in current
        ],
        older=held_as_of is not None and file.extract_date < held_as_of,
        held_as_of=held_as_of,
        patients_now=patients_now,
        patients_after=patients_now + sum(change.after - (change.now or 0) for change in changed),
        other_rows=sum(code not in current for code in file.rows),
    )


def _for_federation(
    line: UnreadableLine, current: Mapping[str, tuple[int | None, date | None]]
) -> UnreadableLine:
    if line.used_line is not None or line.code not in current:
        return line
    return replace(line, what_to_do=f"Its list size stays as it is. {line.what_to_do}")
