"""Imports at the terminal: the same check as on the web, in plain words and numbers."""

from collections.abc import Iterable, Sequence

import click

from federation.kernel.refusals import Refusal
from federation.kernel.words import plural
from federation.network.imports.actions.list_sizes import save_list_sizes
from federation.network.imports.actions.practices import save_practices
from federation.network.imports.actions.saving import SavedImport
from federation.network.imports.actions.sheets import save_sheet
from federation.network.imports.queries.checks import (
    ImportSource,
    JoiningPlan,
    check_list_sizes,
    check_practices,
    practices_age,
    sizes_age,
)
from federation.network.imports.queries.sheets import check_sheet, import_named
from federation.network.imports.rules import (
    FileAge,
    FileComparison,
    ImportSelection,
    PracticesFile,
    UnreadableLine,
    parse_areas,
    parse_codes,
    parse_places,
    places,
    read_practices,
)
from federation.network.imports.rules import read_list_sizes as read_sizes
from federation.network.plugins.queries.state import switched_on
from federation.network.practices.words import board_name
from federation.network.rules.reading import FileRefused, decode

_SHOWN = 20


def import_practices(
    data: bytes,
    icb: Sequence[str],
    sub_icb: Sequence[str],
    postcode_area: Sequence[str],
    codes_text: str,
    associate: bool,
    leave_out: bool,
    dry_run: bool,
    older: bool = False,
    name: str = "",
) -> None:
    """Import practices, and print what that changes. Refuses where lines cannot be read, and an old file unless
    ``older`` says that it is meant; ``name`` is the file's own."""
    selection = _selection(icb, sub_icb, postcode_area, codes_text)
    try:
        file = read_practices(data)
    except FileRefused as refused:
        raise Refusal(f"{refused.message} {refused.what_to_do}") from None
    check = check_practices(file, selection)
    found = check.comparison
    if not (check.picked_lines or found.staying or found.missing_codes):
        raise Refusal(_nothing_picked(file, selection))
    click.echo(f"{file.total_lines:,} lines, {check.picked_lines:,} of them about the practices picked")
    _print_changes(found)
    _stop_at_unreadable(len(found.unreadable), leave_out)
    if found.changes:
        _stop_at_old(practices_age(file, name), older)
    if dry_run:
        click.echo("Nothing was saved.")
        return
    joining = JoiningPlan(membership="associate" if associate else "full")
    _print_saved(
        save_practices(
            None,
            file,
            selection,
            joining,
            ImportSource.of(name, data),
            seen=check.digest,
            leave_out=leave_out,
            accept_older=older,
        )
    )


def _print_changes(found: FileComparison) -> None:
    """What importing practices changes, the first of each kind by name."""
    _print_unreadable(found.unreadable)
    for code in found.missing_codes:
        click.echo(f"{code} is not in the file")
    for notice in found.notices[:_SHOWN]:
        click.echo(f"{notice.code} {notice.name}: {notice.text}")
    for gone in found.closed[:_SHOWN]:
        click.echo(f"{gone.code} {gone.name} has closed")
    for change in found.changed[:_SHOWN]:
        for field in change.fields:
            click.echo(
                f"{change.code} {change.name}: {field.label}: {field.now or 'nothing'} -> {field.after}"
            )
    click.echo(
        f"{len(found.added):,} new, {len(found.changed):,} changed, {len(found.closed):,} closed, "
        f"{len(found.reopened):,} open again, {found.staying:,} unchanged, "
        f"{len(found.unreadable):,} cannot be read"
    )


def _nothing_picked(file: PracticesFile, selection: ImportSelection) -> str:
    """What to say when no practice of the file is meant: a code that the file has not is named, with those it has."""
    boards = {place.code: place.practices for place in places(file).icbs}
    unknown = sorted(selection.icbs - boards.keys())
    words = "No open GP practice of the file is picked. Nothing was saved."
    if not unknown:
        return words
    lines = [
        f"  {code}  {board_name(code, {})} ({plural(boards[code], 'practice')})" for code in sorted(boards)
    ]
    return "\n".join((f"{words} The file has no board {', '.join(unknown)}. It has:", *lines))


def _selection(
    icb: Sequence[str], sub_icb: Sequence[str], postcode_area: Sequence[str], codes_text: str
) -> ImportSelection:
    icbs, bad_icbs = parse_places(" ".join(icb))
    sub_icbs, bad_sub_icbs = parse_places(" ".join(sub_icb))
    areas, bad_areas = parse_areas(" ".join(postcode_area))
    codes = parse_codes(codes_text)
    for what, words in (
        ("the code of an integrated care board", bad_icbs),
        ("the code of a sub-ICB location", bad_sub_icbs),
        ("a postcode area", bad_areas),
        ("an ODS code", tuple(f"{problem.text} (line {problem.line})" for problem in codes.problems)),
    ):
        if words:
            raise Refusal(f"Not {what}: {', '.join(words[:_SHOWN])}. Nothing was saved.")
    if codes_text.strip() and not codes.codes:
        raise Refusal("The list of codes has no ODS code. Nothing was saved.")
    return ImportSelection(icbs, sub_icbs, areas, frozenset(codes.codes))


def import_list_sizes(data: bytes, leave_out: bool, dry_run: bool, older: bool = False) -> None:
    """Import list sizes into the federation chosen, and print what that changes. An old file is refused unless
    ``older`` says that it is meant."""
    try:
        file = read_sizes(data)
    except FileRefused as refused:
        raise Refusal(f"{refused.message} {refused.what_to_do}") from None
    check = check_list_sizes(file)
    found = check.comparison
    if not check.names:
        raise Refusal(
            "The federation has no practices yet. Import the practices first, then their list sizes."
        )
    click.echo(f"{file.total_lines:,} lines, list sizes of {found.extract_date.isoformat()}")
    _print_unreadable(found.unreadable)
    click.echo(
        f"{len(found.changed):,} changed, {len(found.unchanged) + len(found.held):,} unchanged, "
        f"{len(found.missing):,} not in the file, {len(found.unreadable):,} cannot be read"
    )
    click.echo(f"{found.patients_now:,} patients before, {found.patients_after:,} after")
    _stop_at_unreadable(len(found.unreadable), leave_out)
    if found.changes:
        _stop_at_old(sizes_age(found.extract_date, found.held_as_of), older)
    if dry_run:
        click.echo("Nothing was saved.")
        return
    _print_saved(
        save_list_sizes(
            None, file, ImportSource.of("", data), seen=check.digest, leave_out=leave_out, accept_older=older
        )
    )


def _print_unreadable(lines: Iterable[UnreadableLine]) -> None:
    for line in lines:
        who = " ".join(part for part in (line.code, line.name) if part)
        click.echo(f"line {line.line:,}{f' ({who})' if who else ''}: {line.why} {line.what_to_do}")


def _stop_at_unreadable(lines: int, leave_out: bool) -> None:
    if lines and not leave_out:
        several = f"{lines:,} lines" if lines != 1 else "1 line"
        raise Refusal(f"{several} cannot be read. Nothing was saved. Say --leave-out to go on without them.")


def _stop_at_old(age: FileAge, older: bool) -> None:
    if age.needs_word and not older:
        raise Refusal(f"{age.words} Nothing was saved. Say --older to use it all the same.")


def _print_saved(saved: SavedImport) -> None:
    click.echo(f"Saved: entry {saved.seq:,} of the record." if saved.seq else "All is as the file says.")


def import_sheet(name: str, data: bytes, dry_run: bool) -> None:
    """Import what a feature declares under this name, and print what that changes. Refuses where a line cannot be used."""
    kind = import_named(name, switched_on())
    try:
        text = decode(data)
        check = check_sheet(kind, None, text)
    except FileRefused as refused:
        raise Refusal(f"{refused.message} {refused.what_to_do}") from None
    found = check.found
    for flaw in found.lines.flaws:
        click.echo(f"line {flaw.line:,}{f' ({flaw.column})' if flaw.column else ''}: {flaw.words}")
    changes = found.changes
    click.echo(
        f"{len(changes.new):,} new, {len(changes.changed):,} changed, {len(changes.gone):,} gone, "
        f"{found.unchanged:,} unchanged, {found.staying:,} not in the file"
    )
    if found.lines.flaws:
        raise Refusal("Not every line can be used. Nothing was saved.")
    if dry_run or not changes.total:
        click.echo("Nothing was saved." if changes.total else "All is as the file says.")
        return
    save_sheet(None, kind, text, check.digest)
    click.echo("Saved.")
