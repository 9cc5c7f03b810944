"""Saving a file of list sizes."""

from collections.abc import Sequence
from datetime import date

from federation.kernel import record, tenancy
from federation.kernel.db import unit_of_work
from federation.kernel.policy import Actor
from federation.network.imports.actions.saving import SavedImport, allow, done, practices_with, refuse
from federation.network.imports.queries.checks import ImportSource, OlderFile, check_list_sizes, sizes_age
from federation.network.imports.rules import ListSizesFile
from federation.network.locking import locked
from federation.network.practices.actions.totals import recount
from federation.network.practices.letters import tell_sizes


def save_list_sizes(
    actor: Actor | None,
    file: ListSizesFile,
    source: ImportSource,
    *,
    seen: str | None = None,
    leave_out: bool = False,
    accept_older: bool = False,
) -> SavedImport:
    """Save list sizes. A file that is older than what is held must be accepted as such."""
    allow(actor)
    with unit_of_work():
        locked()
        check = check_list_sizes(file)
        found = check.comparison
        refuse(seen, check.digest, len(found.unreadable), leave_out)
        age = sizes_age(found.extract_date, found.held_as_of)
        if age.needs_word and found.changes and not accept_older:
            raise OlderFile(age)
        counts = {
            "changed": len(found.changed),
            "confirmed": len(found.confirmed),
            "unchanged": len(found.unchanged) + len(found.held),
            "missing": len(found.missing),
            "left_out": len(found.unreadable),
            "patients": found.patients_after,
        }
        if not found.changed and not found.confirmed:
            return done(source, 0, counts)
        _resize({change.code: change.after for change in found.changed}, found.confirmed, found.extract_date)
        recount()
        seq = record.append(
            actor.person_id if actor else None,
            "list_sizes.imported",
            f"federation:{tenancy.current()}",
            file=source.sha256,
            lines=file.total_lines,
            check=check.digest,
            as_of=found.extract_date.isoformat(),
            **counts,
        )
        if found.changed:
            most = sorted(found.changed, key=lambda one: -abs(one.after - (one.now or 0)))
            lines = [f"{one.code}: {one.now or 0:,} to {one.after:,} patients" for one in most]
            tell_sizes(actor.name if actor else None, seq, lines)
        return done(source, seq, counts)


def _resize(sizes: dict[str, int], confirmed: Sequence[str], as_of: date) -> None:
    for practice in practices_with([*sizes, *confirmed]):
        practice.list_size = sizes.get(practice.code, practice.list_size)
        practice.list_size_on = as_of
