"""Saving a spreadsheet that a feature declares: all of it, as it was shown, or nothing."""

from federation.kernel.db import unit_of_work
from federation.kernel.policy import Actor
from federation.kernel.refusals import Invalid
from federation.kernel.words import plural
from federation.network.imports.actions.saving import allow
from federation.network.imports.queries.checks import ChangedSinceCheck
from federation.network.imports.queries.sheets import SheetCheck, check_sheet
from federation.network.locking import locked
from federation.plugin.imports import ImportKind


def save_sheet(actor: Actor | None, kind: ImportKind, text: str, seen: str) -> SheetCheck:
    """Save all that a spreadsheet changes, if that is what was shown (``seen`` is the fingerprint of it) and every line can
    be used. ``actor`` is None at the terminal. Two who save at once do so one after the other."""
    allow(actor, kind.permission)
    with unit_of_work():
        locked()
        check = check_sheet(kind, actor, text)
        if check.digest != seen:
            raise ChangedSinceCheck()
        if flaws := check.found.lines.flaws:
            raise Invalid(
                f"{plural(len({one.line for one in flaws}), 'line')} cannot be used. Nothing was saved",
                "lines",
            )
        if not check.found.changes.total:
            raise Invalid("The file says what is there already. Nothing was saved", "lines")
        check.sheet.save(check.found.changes)
        return check
