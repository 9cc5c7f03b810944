"""Making, renaming and deleting neighbourhoods."""

from typing import Final

from sqlalchemy import func, select

from federation.kernel import record
from federation.kernel.db import db, unit_of_work
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Invalid, NotFound
from federation.network.locking import locked
from federation.network.models import Neighbourhood, Practice

LONGEST_NEIGHBOURHOOD: Final = 100


def add_neighbourhood(actor: Actor, name: str) -> int:
    """Add a neighbourhood and return its number."""
    authorize(actor, "network.arrange")
    with unit_of_work() as session:
        locked()
        made = Neighbourhood(name=_free_name(name, None))
        session.add(made)
        session.flush()
        record.append(actor.person_id, "neighbourhood.added", f"neighbourhood:{made.id}")
        return made.id


def rename_neighbourhood(actor: Actor, neighbourhood_id: int, name: str) -> None:
    """Give a neighbourhood another name."""
    authorize(actor, "network.arrange")
    with unit_of_work() as session:
        locked()
        found = session.scalar(
            select(Neighbourhood).where(
                Neighbourhood.id == neighbourhood_id, Neighbourhood.ended_at.is_(None)
            )
        )
        if found is None:
            raise NotFound()
        name = _free_name(name, neighbourhood_id)
        if name != found.name:
            found.name = name
            record.append(
                actor.person_id,
                "neighbourhood.renamed",
                f"neighbourhood:{neighbourhood_id}",
                digest=record.digest(name),
            )


def delete_neighbourhood(actor: Actor, neighbourhood_id: int) -> int:
    """Delete a neighbourhood; its practices are in none afterwards. Returns how many they were."""
    authorize(actor, "network.arrange")
    with unit_of_work() as session:
        locked()
        found = session.scalar(
            select(Neighbourhood).where(
                Neighbourhood.id == neighbourhood_id, Neighbourhood.ended_at.is_(None)
            )
        )
        if found is None:
            raise NotFound()
        practices = session.scalars(
            select(Practice).where(Practice.neighbourhood_id == neighbourhood_id)
        ).all()
        for practice in practices:
            practice.neighbourhood_id = None
        session.flush()
        session.delete(found)
        record.append(
            actor.person_id,
            "neighbourhood.deleted",
            f"neighbourhood:{neighbourhood_id}",
            practices=len(practices),
            digest=record.digest(found.name),
        )
        return len(practices)


def _standing(neighbourhood_id: int) -> Neighbourhood:
    """A neighbourhood that has not ended. Raises ``NotFound``."""
    found = db.session.scalar(
        select(Neighbourhood).where(Neighbourhood.id == neighbourhood_id, Neighbourhood.ended_at.is_(None))
    )
    if found is None:
        raise NotFound()
    return found


def _free_name(name: str, own_id: int | None) -> str:
    name = " ".join(name.split())
    if not name:
        raise Invalid("Enter a name", "name")
    if len(name) > LONGEST_NEIGHBOURHOOD:
        raise Invalid(f"The name must have {LONGEST_NEIGHBOURHOOD} characters or less", "name")
    same = db.session.execute(
        select(Neighbourhood.id, Neighbourhood.name).where(func.lower(Neighbourhood.name) == name.lower())
    ).first()
    if same is not None and same.id != own_id:
        raise Invalid(f"There is {same.name} already", "name")
    return name
