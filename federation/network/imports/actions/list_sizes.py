"""Saving a file of list sizes."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from federation.kernel.policy import Actor
from federation.network.imports.actions.files import PracticeFileImport, practices_with
from federation.network.imports.queries.checks import SizesCheck, check_list_sizes, sizes_age
from federation.network.imports.rules import FileAge, ListSizesFile, SizeChange
from federation.network.practices.actions.totals import recount
from federation.network.practices.letters import tell_sizes


class ListSizesImport(PracticeFileImport[SizesCheck]):
    """List sizes: numbers of patients, and the day of which they are."""

    key = "list_sizes"
    act = "list_sizes.imported"

    def __init__(self, file: ListSizesFile) -> None:
        self.file, self.lines = file, file.total_lines
        self.changed: Sequence[SizeChange] = ()

    def check(self) -> SizesCheck:
        """Set the file beside the list sizes of members."""
        return check_list_sizes(self.file)

    def age(self, check: SizesCheck) -> FileAge:
        """Beside the newest list sizes that there are."""
        return sizes_age(check.comparison.extract_date, check.comparison.held_as_of)

    def saves(self, check: SizesCheck) -> bool:
        """A size that is the same on a later day is written too."""
        return bool(check.comparison.changed or check.comparison.confirmed)

    def counts(self, check: SizesCheck) -> dict[str, int]:
        """How many change, stay, are not in the file or cannot be read."""
        found = check.comparison
        return {
            "changed": len(found.changed),
            "confirmed": len(found.confirmed),
            "unchanged": len(found.unchanged) + len(found.held),
            "missing": len(found.missing),
            "left_out": len(found.unreadable),
            "patients": found.patients_after,
        }

    def write(self, check: SizesCheck) -> dict[str, Any]:
        """Write sizes and their day."""
        found = check.comparison
        self.changed = found.changed
        _resize({change.code: change.after for change in found.changed}, found.confirmed, found.extract_date)
        recount()
        return {"as_of": found.extract_date.isoformat()}

    def tell(self, actor: Actor | None, seq: int) -> None:
        """To whom the list sizes matter, the largest changes first."""
        if self.changed:
            most = sorted(self.changed, key=lambda one: -abs(one.after - (one.now or 0)))
            lines = [f"{one.code}: {one.now or 0:,} to {one.after:,} patients" for one in most]
            tell_sizes(actor.name if actor else None, seq, lines)

    def heading(self, check: SizesCheck) -> str:
        """``6,200 lines, list sizes of 2026-10-01``."""
        return f"{self.lines:,} lines, list sizes of {check.comparison.extract_date.isoformat()}"

    def told(self, check: SizesCheck) -> list[str]:
        """How many change, and what that makes in all."""
        found = check.comparison
        return [
            f"{len(found.changed):,} changed, {len(found.unchanged) + len(found.held):,} unchanged, "
            f"{len(found.missing):,} not in the file, {len(found.unreadable):,} cannot be read",
            f"{found.patients_now:,} patients before, {found.patients_after:,} after",
        ]


def _resize(sizes: dict[str, int], confirmed: Sequence[str], as_of: date) -> None:
    for practice in practices_with([*sizes, *confirmed]):
        practice.list_size = sizes.get(practice.code, practice.list_size)
        practice.list_size_on = as_of
