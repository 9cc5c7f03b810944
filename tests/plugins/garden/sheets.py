"""All beds of the garden as a spreadsheet: what it does not name is dug up."""

from collections.abc import Iterator

from sqlalchemy import select

from federation.toolkit import (
    Actor,
    ImportSheet,
    Invalid,
    SheetChanges,
    day_column,
    held,
    session,
    text_column,
    write_record,
)
from tests.plugins.garden.models import Bed


def bed_sheet(actor: Actor | None) -> ImportSheet:
    """What a spreadsheet of beds is."""

    def save(changes: SheetChanges) -> None:
        for row in changes.new:
            session.add(Bed(**row))
        for change in changes.changed:
            held(Bed, change.now["id"]).row.planted_on = change.after["planted_on"]
        for row in changes.gone:
            if row["title"] == "Oak":
                raise Invalid("The oak stays")
            session.delete(held(Bed, row["id"]).row)
        session.flush()
        write_record(actor.person_id if actor else None, "garden.planted", "garden:1", beds=changes.total)

    return ImportSheet(
        columns=(
            text_column("title", "Bed", "Roses", at_most=20, missing="Enter the bed"),
            day_column("planted_on", "Planted on", "31/8/2026"),
        ),
        key=("title",),
        kept=_beds,
        save=save,
        whole=True,
    )


def _beds() -> Iterator[dict[str, object]]:
    for bed in session.scalars(select(Bed).order_by(Bed.id)):
        yield {"id": bed.id, "title": bed.title, "planted_on": bed.planted_on}
