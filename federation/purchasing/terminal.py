"""Importing what practices need, at the terminal."""

from contextlib import suppress

import click

from federation.kernel.db import unit_of_work
from federation.kernel.refusals import Refusal
from federation.network.imports.rules.sheets import SheetFound, compare_sheet, read_sheet
from federation.network.locking import locked
from federation.network.rules.reading import FileRefused, decode
from federation.purchasing.queries.rounds import round_here
from federation.purchasing.sheets import need_sheet


class _TriedOut(Exception):
    """All was done, and is undone."""


def import_needs(data: bytes, round_id: int, dry_run: bool) -> None:
    """Import a spreadsheet of needs into a round, and print what that changes. Refuses where a line cannot be used. A dry run
    does all of it and undoes it, so that it refuses what the import would."""
    if round_here(round_id).state != "open":
        raise Refusal("The time to say what a practice needs is over. Nothing was saved.")
    changed = 0
    with suppress(_TriedOut), unit_of_work():
        locked()
        sheet = need_sheet(None, round_id)
        try:
            found = compare_sheet(sheet, read_sheet(sheet, decode(data)))
        except FileRefused as refused:
            raise Refusal(f"{refused.message} {refused.what_to_do}") from None
        _tell(found)
        if found.lines.flaws:
            raise Refusal("Not every line can be used. Nothing was saved.")
        changed = found.changes.total
        if changed:
            sheet.save(found.changes)
        if dry_run:
            raise _TriedOut
    if changed:
        click.echo("Nothing was saved." if dry_run else "Saved.")
    else:
        click.echo("All is as the file says.")


def _tell(found: SheetFound) -> None:
    """What the lines say, before any is saved."""
    practices = {row["practice"] for row in found.lines.rows.values()}
    click.echo(f"{len(found.lines.rows):,} lines of {len(practices):,} practices can be used", err=True)
    for flaw in found.lines.flaws:
        click.echo(f"line {flaw.line:,}{f' ({flaw.column})' if flaw.column else ''}: {flaw.words}")
    changes = found.changes
    click.echo(
        f"{len(changes.new):,} new, {len(changes.changed):,} changed, {found.unchanged:,} unchanged, "
        f"{found.staying:,} not in the file"
    )
