"""Saving a column of neighbourhoods."""

from sqlalchemy import select

from federation.kernel import record, tenancy
from federation.kernel.db import unit_of_work
from federation.kernel.policy import Actor
from federation.kernel.tenancy import insert_many
from federation.network.imports.actions.saving import SavedImport, allow, done, named, practices_with, refuse
from federation.network.imports.queries.checks import ImportSource, check_neighbourhoods
from federation.network.imports.rules import NeighbourhoodColumn
from federation.network.locking import locked
from federation.network.models import Neighbourhood


def save_neighbourhoods(
    actor: Actor | None,
    column: NeighbourhoodColumn,
    source: ImportSource,
    *,
    seen: str | None = None,
    leave_out: bool = False,
) -> SavedImport:
    """Save a column of neighbourhoods; those that are new are made."""
    allow(actor, "network.arrange")
    with unit_of_work() as session:
        locked()
        check = check_neighbourhoods(column)
        found = check.comparison
        refuse(seen, check.digest, len(found.unreadable), leave_out)
        counts = {
            "changed": len(found.changed),
            "new_neighbourhoods": len(found.new_names),
            "unchanged": len(found.unchanged) + len(found.held),
            "missing": len(found.missing),
            "left_out": len(found.unreadable),
        }
        if not found.changed:
            return done(source, 0, counts)
        insert_many(Neighbourhood, ({"name": name} for name in found.new_names))
        ids = {name: id_ for id_, name in session.execute(select(Neighbourhood.id, Neighbourhood.name)).all()}
        after = {change.code: ids[change.after] for change in found.changed}
        for practice in practices_with(list(after)):
            practice.neighbourhood_id = after[practice.code]
        seq = record.append(
            actor.person_id if actor else None,
            "neighbourhoods.imported",
            f"federation:{tenancy.current()}",
            file=source.sha256,
            lines=column.total_lines,
            check=check.digest,
            **counts,
            **named("changed_practices", list(after)),
        )
        return done(source, seq, counts)
