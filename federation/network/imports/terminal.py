"""Imports at the terminal: the same check as on the web, in plain words and numbers."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeVar

import click

from federation.kernel.refusals import Refusal
from federation.kernel.words import plural
from federation.network.imports.actions.list_sizes import ListSizesImport
from federation.network.imports.actions.neighbourhoods import NeighbourhoodsImport
from federation.network.imports.actions.practices import PracticesImport
from federation.network.imports.actions.saving import FileImport, save_file
from federation.network.imports.actions.sheets import save_sheet
from federation.network.imports.queries.checks import (
    ImportSource,
    JoiningPlan,
    check_practices,
    practices_now,
)
from federation.network.imports.queries.sheets import check_sheet, import_named
from federation.network.imports.rules import (
    ImportSelection,
    PracticesFile,
    parse_areas,
    parse_codes,
    parse_places,
    places,
    read_list_sizes,
    read_neighbourhood_column,
    read_practices,
)
from federation.network.plugins.queries.state import switched_on
from federation.network.practices.words import board_name
from federation.network.rules.reading import FileRefused, decode

_File = TypeVar("_File")
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
    """Import practices, and print what that changes; ``name`` is the file's own."""
    selection = _selection(icb, sub_icb, postcode_area, codes_text)
    file = _read(lambda: read_practices(data))
    check = check_practices(file, selection)
    if not (check.picked_lines or check.comparison.staying or check.comparison.missing_codes):
        raise Refusal(_nothing_picked(file, selection))
    joining = JoiningPlan(membership="associate" if associate else "full")
    how = FileHow(leave_out, dry_run, older)
    _import_file(PracticesImport(file, selection, joining, name), ImportSource.of(name, data), how)


def import_list_sizes(data: bytes, leave_out: bool, dry_run: bool, older: bool = False) -> None:
    """Import list sizes, and print what that changes."""
    file = _read(lambda: read_list_sizes(data))
    _refuse_without_practices("list sizes")
    _import_file(ListSizesImport(file), ImportSource.of("", data), FileHow(leave_out, dry_run, older))


def import_neighbourhoods(data: bytes, code: str, name: str, leave_out: bool, dry_run: bool) -> None:
    """Import neighbourhoods from a column, and print what that changes. ``code``, ``name``: the headings of the two columns;
    empty: they are guessed."""
    column = _read(lambda: read_neighbourhood_column(data, code or None, name or None))
    _refuse_without_practices("neighbourhoods")
    if column.code_header is None or column.name_header is None:
        raise Refusal(
            "Say which columns are meant, with --code-column and --name-column. "
            f"The file has: {', '.join(column.headers)}."
        )
    _import_file(NeighbourhoodsImport(column), ImportSource.of("", data), FileHow(leave_out, dry_run))


class FileHow(NamedTuple):
    """How a file is imported: without the lines that cannot be read, only looked at, though it is older."""

    leave_out: bool
    dry_run: bool
    older: bool = False


def _read(read: Callable[[], _File]) -> _File:
    try:
        return read()
    except FileRefused as refused:
        raise Refusal(f"{refused.message} {refused.what_to_do}") from None


def _refuse_without_practices(what: str) -> None:
    if not practices_now()[0]:
        raise Refusal(f"The federation has no practices yet. Import the practices first, then their {what}.")


def _import_file(imported: FileImport[Any], source: ImportSource, how: FileHow) -> None:
    """Print what a file changes, and save it. Refuses where lines cannot be read, and an old file, unless it is said that this
    is meant."""
    check = imported.check()
    found = check.comparison
    click.echo(imported.heading(check))
    for line in found.unreadable:
        who = " ".join(part for part in (line.code, line.name) if part)
        click.echo(f"line {line.line:,}{f' ({who})' if who else ''}: {line.why} {line.what_to_do}")
    for told in imported.told(check):
        click.echo(told)
    if found.unreadable and not how.leave_out:
        several = plural(len(found.unreadable), "line")
        raise Refusal(f"{several} cannot be read. Nothing was saved. Say --leave-out to go on without them.")
    age = imported.age(check)
    if age is not None and found.changes and age.needs_word and not how.older:
        raise Refusal(f"{age.words} Nothing was saved. Say --older to use it all the same.")
    if how.dry_run:
        click.echo("Nothing was saved.")
        return
    saved = save_file(
        None, imported, source, seen=check.digest, leave_out=how.leave_out, accept_older=how.older
    )
    click.echo(f"Saved: entry {saved.seq:,} of the record." if saved.seq else "All is as the file says.")


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
