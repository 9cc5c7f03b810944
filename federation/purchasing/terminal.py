"""Importing what practices need, at the terminal."""

from functools import partial

from federation.kernel.refusals import Refusal
from federation.network.imports.actions.sheets import SheetImport
from federation.network.imports.queries.checks import ImportSource
from federation.network.imports.queries.sheets import SheetCheck
from federation.network.imports.terminal import FileHow, import_file, sheet_text
from federation.purchasing.queries.rounds import round_here
from federation.purchasing.sheets import need_sheet


class NeedsImport(SheetImport):
    """What practices need, in the words of a round: what a file does not name stays, so nothing is gone."""

    heading_aside = True

    def heading(self, check: SheetCheck) -> str:
        """``1,500 lines of 3 practices can be used``."""
        rows = check.found.lines.rows.values()
        return f"{len(rows):,} lines of {len({row['practice'] for row in rows}):,} practices can be used"

    def told(self, check: SheetCheck) -> list[str]:
        """How many of each sort."""
        found = check.found.counts
        return [
            f"{found['new']:,} new, {found['changed']:,} changed, {found['unchanged']:,} unchanged, "
            f"{found['staying']:,} not in the file"
        ]


def import_needs(data: bytes, round_id: int, dry_run: bool) -> None:
    """Import a spreadsheet of needs into a round, and print what that changes. Refuses where a line cannot be used."""
    if round_here(round_id).state != "open":
        raise Refusal("The time to say what a practice needs is over. Nothing was saved.")
    imported = NeedsImport(partial(need_sheet, None, round_id), sheet_text(data), "purchasing.answer")
    import_file(imported, ImportSource.of("", data), FileHow(False, dry_run))
