"""The whole of a check as rows of a table, to take away."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from federation.network.imports.queries.checks import PlacesCheck, PracticesCheck, SizesCheck
from federation.network.imports.rules import UnreadableLine

CHECK_HEADINGS: Final = ("what", "code", "practice", "line", "detail", "now", "after")


def practices_check_rows(check: PracticesCheck) -> Iterator[tuple[Any, ...]]:
    """The whole check as a table, bad news first."""
    comparison = check.comparison
    yield from _unreadable_rows(comparison.unreadable)
    for code in comparison.missing_codes:
        yield "not in the file", code, "", "", "This code of your list is nowhere in the file.", "", ""
    for notice in comparison.notices:
        yield "note", notice.code, notice.name, notice.line, notice.text, "", ""
    for gone in comparison.closed:
        yield "closed", gone.code, gone.name, gone.line, "Closed", "", gone.closed_on
    for back in comparison.reopened:
        yield "open again", back.code, back.name, back.line, "Closed", back.closed_on, ""
    for line in comparison.added:
        yield "new", line.code, line.name, line.line, "Opened", "", line.opened
    for change in comparison.changed:
        for field in change.fields:
            yield "changed", change.code, change.name, change.line, field.label, field.now, field.after
    for words, group in (
        ("unchanged", comparison.unchanged),
        ("unchanged: its line cannot be read", comparison.held),
        ("unchanged: not in the file", comparison.kept),
    ):
        for same in group:
            yield words, same.code, same.name, same.line, "", "", ""


def sizes_check_rows(check: SizesCheck) -> Iterator[tuple[Any, ...]]:
    """The whole check as a table, bad news first."""
    comparison, names = check.comparison, check.names
    yield from _unreadable_rows(comparison.unreadable)
    for code in comparison.missing:
        yield "not in the file", code, names[code], "", "Its list size stays as it is.", "", ""
    for change in comparison.changed:
        now = "" if change.now is None else change.now
        yield "changed", change.code, names[change.code], "", "List size", now, change.after
    for code in (*comparison.unchanged, *comparison.held):
        yield "unchanged", code, names[code], "", "", "", ""


def places_check_rows(check: PlacesCheck) -> Iterator[tuple[Any, ...]]:
    """The whole check as a table, bad news first."""
    comparison, names = check.comparison, check.names
    yield from _unreadable_rows(comparison.unreadable)
    for code in comparison.missing:
        yield "not in the file", code, names[code], "", "It stays where it is.", "", ""
    for change in comparison.changed:
        yield "changed", change.code, names[change.code], "", "Neighbourhood", change.now or "", change.after
    for code in (*comparison.unchanged, *comparison.held):
        yield "unchanged", code, names[code], "", "", "", ""


def _unreadable_rows(lines: Iterable[UnreadableLine]) -> Iterator[tuple[Any, ...]]:
    for line in lines:
        yield "cannot be read", line.code, line.name, line.line, f"{line.why} {line.what_to_do}", "", ""
