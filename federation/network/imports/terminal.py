"""Imports at the terminal: the same check as on the web, in plain words and numbers."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple, TypeVar

import click

from federation.kernel.refusals import Refusal
from federation.kernel.words import plural
from federation.network.imports.actions.list_sizes import ListSizesImport
from federation.network.imports.actions.neighbourhoods import NeighbourhoodsImport
from federation.network.imports.actions.practices import PracticesImport
from federation.network.imports.actions.saving import FileImport, save_file
from federation.network.imports.actions.sheets import SheetImport
from federation.network.imports.queries.checks import (
    ImportRefused,
    ImportSource,
    JoiningPlan,
    check_practices,
    practices_now,
)
from federation.network.imports.queries.sheets import import_named, sheet_of
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
    import_file(PracticesImport(file, selection, joining, name), ImportSource.of(name, data), how)


def import_list_sizes(data: bytes, leave_out: bool, dry_run: bool, older: bool = False) -> None:
    """Import list sizes, and print what that changes."""
    file = _read(lambda: read_list_sizes(data))
    _refuse_without_practices("list sizes")
    import_file(ListSizesImport(file), ImportSource.of("", data), FileHow(leave_out, dry_run, older))


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
    import_file(NeighbourhoodsImport(column), ImportSource.of("", data), FileHow(leave_out, dry_run))


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


def import_file(imported: FileImport[Any], source: ImportSource, how: FileHow) -> None:
    """Print what a file changes, and save it, or try that out. Refuses where lines cannot be used, and an old file, unless it is
    said that this is meant."""
    check = _read(imported.check)
    if heading := imported.heading(check):
        click.echo(heading, err=imported.heading_aside)
    for flaw in imported.flaws(check):
        click.echo(f"line {flaw.line:,}{f' ({flaw.where})' if flaw.where else ''}: {flaw.words}")
    for told in imported.told(check):
        click.echo(told)
    try:
        saved = save_file(
            None,
            imported,
            source,
            seen=check.digest,
            leave_out=how.leave_out,
            accept_older=how.older,
            only_try=how.dry_run,
        )
    except ImportRefused as refused:
        raise Refusal(refused.at_terminal) from None
    if not imported.saves(check):
        click.echo("All is as the file says.")
    elif how.dry_run:
        click.echo("Nothing was saved.")
    else:
        click.echo(f"Saved: entry {saved.seq:,} of the record." if saved.seq else "Saved.")


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
    imported = SheetImport(partial(sheet_of, kind, None), sheet_text(data), kind.permission)
    import_file(imported, ImportSource.of("", data), FileHow(False, dry_run))


def sheet_text(data: bytes) -> str:
    """The text of a spreadsheet."""
    return _read(lambda: decode(data))
