"""Saving a column of neighbourhoods."""

from typing import Any

from sqlalchemy import select

from federation.kernel.db import db
from federation.kernel.tenancy import insert_many
from federation.network.imports.actions.files import PracticeFileImport, named, practices_with
from federation.network.imports.queries.checks import PlacesCheck, check_neighbourhoods
from federation.network.imports.rules import NeighbourhoodColumn
from federation.network.models import Neighbourhood


class NeighbourhoodsImport(PracticeFileImport[PlacesCheck]):
    """Which practice lies in which neighbourhood; those that are new are made."""

    key = "neighbourhoods"
    act = "neighbourhoods.imported"
    permission = "network.arrange"

    def __init__(self, column: NeighbourhoodColumn) -> None:
        self.column, self.lines = column, column.total_lines

    def check(self) -> PlacesCheck:
        """Set the column beside the neighbourhoods of members."""
        return check_neighbourhoods(self.column)

    def counts(self, check: PlacesCheck) -> dict[str, int]:
        """How many move, stay, are not in the file or cannot be read."""
        found = check.comparison
        return {
            "changed": len(found.changed),
            "new_neighbourhoods": len(found.new_names),
            "unchanged": len(found.unchanged) + len(found.held),
            "missing": len(found.missing),
            "left_out": len(found.unreadable),
        }

    def write(self, check: PlacesCheck) -> dict[str, Any]:
        """Make what is new, and move the practices."""
        found = check.comparison
        insert_many(Neighbourhood, ({"name": name} for name in found.new_names))
        rows = db.session.execute(select(Neighbourhood.id, Neighbourhood.name))
        ids = {name: id_ for id_, name in rows}
        after = {change.code: ids[change.after] for change in found.changed}
        for practice in practices_with(list(after)):
            practice.neighbourhood_id = after[practice.code]
        return named("changed_practices", list(after))

    def heading(self, check: PlacesCheck) -> str:
        """``12 lines, codes in “Code”, neighbourhoods in “PCN”``."""
        column = self.column
        return (
            f"{self.lines:,} lines, codes in “{column.code_header}”, neighbourhoods in “{column.name_header}”"
        )

    def told(self, check: PlacesCheck) -> list[str]:
        """Which neighbourhoods are new, and how many practices move."""
        found = check.comparison
        new = [f"New: {', '.join(found.new_names)}"] if found.new_names else []
        return [
            *new,
            f"{len(found.changed):,} moved, {len(found.unchanged) + len(found.held):,} unchanged, "
            f"{len(found.missing):,} not in the file, {len(found.unreadable):,} cannot be read",
        ]
