"""Reading the register of contracts."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import case, func, select
from sqlalchemy.orm import aliased

from federation.kernel.db import db
from federation.kernel.refusals import NotFound
from federation.network.models import GroupSeat, NetworkGroup
from federation.people.models import Person
from federation.purchasing.models import ContractTurn, RunningContract


class ShownTurn(NamedTuple):
    """What became of a contract: renewed or ended, on which day, what shows it, and who wrote it down."""

    kind: str
    ends_on: date
    break_on: date | None
    words: str
    person: str
    written_at: datetime


class ShownContract(NamedTuple):
    """A contract: which group looks after it, for which practices (by code), and its days as they are now. ``turn`` is what
    became of it last: ``renewed``, ``ended`` or None."""

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
    turn: str | None
    turn_id: int

    def tag(self, today: date) -> tuple[str, str]:
        """How it stands as a word and a colour."""
        if self.ends_on < today or self.turn == "ended":
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


_Turn = aliased(ContractTurn)
_NEWEST = (
    select(func.max(ContractTurn.id))
    .where(ContractTurn.contract_id == RunningContract.id)
    .correlate(RunningContract)
    .scalar_subquery()
)
_ENDS_ON = func.coalesce(_Turn.ends_on, RunningContract.ends_on)
_CONTRACTS: Any = (
    select(
        RunningContract.id,
        RunningContract.group_id,
        NetworkGroup.name,
        RunningContract.title,
        RunningContract.supplier,
        RunningContract.practices,
        RunningContract.indicators,
        RunningContract.starts_on,
        case((_Turn.id.is_(None), RunningContract.break_on), else_=_Turn.break_on),
        _ENDS_ON,
        _Turn.kind,
        func.coalesce(_Turn.id, 0),
    )
    .join(NetworkGroup, NetworkGroup.id == RunningContract.group_id)
    .outerjoin(_Turn, _Turn.id == _NEWEST)
)


def contracts_here(most: int = 200) -> list[ShownContract]:
    """The contracts that end last, first. One statement."""
    asked = _CONTRACTS.order_by(_ENDS_ON.desc(), RunningContract.id.desc()).limit(most)
    return [ShownContract._make(row) for row in db.session.execute(asked)]


def contracts_numbered(numbers: Collection[int]) -> list[ShownContract]:
    """The contracts with these numbers. One statement."""
    asked = _CONTRACTS.where(RunningContract.id.in_(numbers))
    return [ShownContract._make(row) for row in db.session.execute(asked)]


def contract_here(contract_id: int) -> ShownContract:
    """One contract. Raises ``NotFound``. One statement."""
    for one in contracts_numbered([contract_id]):
        return one
    raise NotFound()


def turns_of(contract_id: int) -> list[ShownTurn]:
    """What became of a contract, the newest first. One statement."""
    asked = (
        select(
            ContractTurn.kind,
            ContractTurn.ends_on,
            ContractTurn.break_on,
            ContractTurn.words,
            Person.name,
            ContractTurn.written_at,
        )
        .join(Person, Person.id == ContractTurn.written_by)
        .where(ContractTurn.contract_id == contract_id)
        .order_by(ContractTurn.id.desc())
    )
    return [ShownTurn._make(row) for row in db.session.execute(asked)]
