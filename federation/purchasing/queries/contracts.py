"""Reading the register of contracts."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select

from federation.kernel.db import db
from federation.kernel.refusals import NotFound
from federation.network.models import GroupSeat, NetworkGroup
from federation.purchasing.models import RunningContract


class ShownContract(NamedTuple):
    """A contract: which group looks after it, for which practices (by code), and its days."""

    id: int
    group_id: int
    group: str
    title: str
    supplier: str
    practices: Sequence[str]
    indicators: Sequence[str]
    starts_on: date
    break_on: date | None
    ends_on: date

    def tag(self, today: date) -> tuple[str, str]:
        """How it stands as a word and a colour."""
        if self.ends_on < today:
            return "Ended", "grey"
        return ("Runs", "green") if self.starts_on <= today else ("To come", "blue")


def leads_of(group_id: int) -> tuple[list[int], list[int]]:
    """Who leads a group: people, and practices that hold such a seat, by number. One statement."""
    seats = db.session.execute(
        select(GroupSeat.person_id, GroupSeat.practice_id).where(
            GroupSeat.group_id == group_id, GroupSeat.counts(), GroupSeat.is_lead.is_(True)
        )
    ).all()
    return [one.person_id for one in seats if one.person_id], [
        one.practice_id for one in seats if one.practice_id
    ]


def shown_contracts() -> Any:
    """A statement of all contracts."""
    return select(
        RunningContract.id,
        RunningContract.group_id,
        NetworkGroup.name.label("group"),
        RunningContract.title,
        RunningContract.supplier,
        RunningContract.practices,
        RunningContract.indicators,
        RunningContract.starts_on,
        RunningContract.break_on,
        RunningContract.ends_on,
    ).join(NetworkGroup, NetworkGroup.id == RunningContract.group_id)


def contracts_here(most: int = 200) -> list[ShownContract]:
    """The contracts that end last, first. One statement."""
    asked = shown_contracts().order_by(RunningContract.ends_on.desc(), RunningContract.id.desc()).limit(most)
    return [ShownContract._make(row) for row in db.session.execute(asked)]


def contract_here(contract_id: int) -> ShownContract:
    """One contract. Raises ``NotFound``. One statement."""
    row = db.session.execute(shown_contracts().where(RunningContract.id == contract_id)).first()
    if row is None:
        raise NotFound()
    return ShownContract._make(row)
