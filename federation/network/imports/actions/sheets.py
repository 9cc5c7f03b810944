"""A spreadsheet that a feature declares, on its way in: all of it, as it was shown, or nothing."""

from collections.abc import Callable, Sequence

from federation.kernel.policy import Actor
from federation.kernel.words import plural
from federation.network.imports.actions.saving import FileImport, LineFlaw
from federation.network.imports.queries.checks import ImportRefused, ImportSource
from federation.network.imports.queries.sheets import SheetCheck, check_sheet
from federation.network.imports.rules.sheets import ImportSheet


class SheetImport(FileImport[SheetCheck]):
    """The text of a spreadsheet. ``sheet`` is asked anew at each check what it is set beside; what is saved writes its own
    entries in the record."""

    def __init__(self, sheet: Callable[[], ImportSheet], text: str, permission: str) -> None:
        self.sheet, self.text, self.permission = sheet, text, permission

    def check(self) -> SheetCheck:
        """Set the lines beside what is kept."""
        return check_sheet(self.sheet(), self.text)

    def flaws(self, check: SheetCheck) -> list[LineFlaw]:
        """What cannot be used, by line and column."""
        return [LineFlaw(*one) for one in check.found.lines.flaws]

    def refusal(self, flaws: Sequence[LineFlaw]) -> ImportRefused:
        """Every line must be right."""
        several = plural(len({one.line for one in flaws}), "line")
        return ImportRefused(
            f"{several} cannot be used", "lines", "Not every line can be used. Nothing was saved."
        )

    def changes(self, check: SheetCheck) -> int:
        """How many things are new, change or are gone."""
        return check.found.changes.total

    def counts(self, check: SheetCheck) -> dict[str, int]:
        """How many things are new, change, are gone or stay."""
        return check.found.counts

    def keep(self, actor: Actor | None, check: SheetCheck, source: ImportSource) -> int:
        """Let the feature write it, with its own entries."""
        check.sheet.save(check.found.changes)
        return 0

    def told(self, check: SheetCheck) -> list[str]:
        """How many of each sort."""
        found = check.found.counts
        return [
            f"{found['new']:,} new, {found['changed']:,} changed, {found['gone']:,} gone, "
            f"{found['unchanged']:,} unchanged, {found['staying']:,} not in the file"
        ]
