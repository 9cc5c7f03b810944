"""The changes of an import in a sentence, before anything is saved."""

from collections.abc import Mapping
from typing import Final

from federation.kernel.words import plural
from federation.network.imports.rules import FileComparison
from federation.plugin.imports import ImportKind

_SHOWN: Final = 20


def practices_told(found: FileComparison) -> list[str]:
    """What importing practices changes, in lines, the first of each kind by name."""
    return [
        *(f"{code} is not in the file" for code in found.missing_codes),
        *(f"{notice.code} {notice.name}: {notice.text}" for notice in found.notices[:_SHOWN]),
        *(
            f"{gone.code} {gone.name} {'has closed: members can object' if gone.told else 'has closed'}"
            for gone in found.closed[:_SHOWN]
        ),
        *(
            f"{back.code} {back.name} is open again, as an associate member: the members decide whether it votes"
            for back in found.reopened[:_SHOWN]
            if back.as_associate
        ),
        *(
            f"{change.code} {change.name}: {field.label}: {field.now or 'nothing'} -> {field.after}"
            for change in found.changed[:_SHOWN]
            for field in change.fields
        ),
        f"{len(found.added):,} new, {len(found.changed):,} changed, {len(found.closed):,} closed, "
        f"{len(found.reopened):,} open again, {found.staying:,} unchanged, "
        f"{len(found.unreadable):,} cannot be read",
    ]


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


def sheet_changes(kind: ImportKind, counts: Mapping[str, int]) -> str:
    """``3 loans are new, 1 changes and 2 are gone``; nothing, where nothing changes."""
    counted = (
        (counts["new"], "is new", "are new"),
        (counts["changed"], "changes", "change"),
        (counts["gone"], "is gone", "are gone"),
    )
    said = [(count, one if count == 1 else many) for count, one, many in counted if count]
    words = [
        f"{plural(count, kind.one, kind.many) if place == 0 else f'{count:,}'} {verb}"
        for place, (count, verb) in enumerate(said)
    ]
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))
