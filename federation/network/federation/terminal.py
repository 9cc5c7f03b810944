"""Making a federation at the terminal: never in the database of the demonstration, whose passwords everybody knows."""

from typing import Any

from sqlalchemy import select

from federation.kernel.db import db
from federation.kernel.refusals import Refusal
from federation.network.federation.actions.creating import create_federation
from federation.network.models import Federation

OWN_DATABASE = "Name another database, for example: FEDERATION_DATABASE_URL=sqlite:///$PWD/var/{name}.db"


def create_from_terminal(slug: str, name: str, notice_hours: int, quorum: str) -> None:
    """Make a federation, with what its votes ask for at least."""
    refuse_beside_demonstration()
    create_federation(slug, name, notice_hours=notice_hours, quorum=quorum)


def refuse_beside_demonstration() -> None:
    """Refuse to make a federation where the demonstration is."""
    if any(settings.get("demo") for settings in federations_here().values()):
        raise Refusal(
            "This database holds the demonstration, whose passwords everybody knows. "
            f"{OWN_DATABASE.format(name='federation')} (or delete the demonstration's file first)"
        )


def federations_here() -> dict[str, dict[str, Any]]:
    """The federations of this database by their short names, with their settings."""
    rows = db.session.execute(select(Federation.slug, Federation.settings).order_by(Federation.slug))
    return {row.slug: row.settings or {} for row in rows}
