"""The changes of an import in a sentence, before anything is saved."""

from federation.kernel.words import plural
from federation.network.imports.rules import FileComparison
from federation.network.imports.rules.sheets import SheetFound
from federation.plugin.imports import ImportKind


def consequences(found: FileComparison) -> str:
    """``5 practices are added, 1 practice changes, 12 stay as they are and the 1 line is left out``."""
    counted = (
        (len(found.added), "is added", "are added"),
        (len(found.changed), "changes", "change"),
        (len(found.closed), "closes", "close"),
        (len(found.reopened), "is open again", "are open again"),
    )
    said = [
        f"{plural(count, 'practice')} {one if count == 1 else many}" for count, one, many in counted if count
    ]
    if found.staying:
        said.append(f"{found.staying:,} {'stays as it is' if found.staying == 1 else 'stay as they are'}")
    if bad := len(found.unreadable):
        said.append(f"the {plural(bad, 'line')} {'is' if bad == 1 else 'are'} left out")
    return " and ".join(filter(None, (", ".join(said[:-1]), *said[-1:])))


def boards_changed(found: FileComparison) -> int:
    """How many practices of the federation the file puts into another integrated care board."""
    fields = [*(one.fields for one in found.changed), *(one.fields for one in found.reopened)]
    return sum(any(field.key == "icb" and field.now for field in those) for those in fields)


def sheet_changes(kind: ImportKind, found: SheetFound) -> str:
    """``3 loans are new, 1 changes and 2 are gone``; nothing, where nothing changes."""
    counted = (
        (len(found.changes.new), "is new", "are new"),
        (len(found.changes.changed), "changes", "change"),
        (len(found.changes.gone), "is gone", "are gone"),
    )
    said = [(count, one if count == 1 else many) for count, one, many in counted if count]
    words = [
        f"{plural(count, kind.one, kind.many) if place == 0 else f'{count:,}'} {verb}"
        for place, (count, verb) in enumerate(said)
    ]
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))
