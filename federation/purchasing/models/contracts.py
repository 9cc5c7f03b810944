"""The tables of the register of contracts. What stands in it is never changed: what becomes of a contract is added."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from federation.kernel.clock import Moment
from federation.kernel.db import MappedBase, RowId
from federation.kernel.tenancy import Federated, federated_key, within


class RunningContract(Federated, MappedBase):
    """A contract that a group looks after for practices (by code): what is watched, until when it runs, and by when somebody must
    say whether it goes on or is broken off."""

    __tablename__ = "purchasing_contract"
    __table_args__ = (
        federated_key(),
        within("group_id", "network_group"),
        CheckConstraint("starts_on <= ends_on", name="runs"),
        Index("ix_purchasing_contract_ends", "federation_id", "ends_on", "id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    group_id: Mapped[int] = mapped_column(RowId)
    title: Mapped[str] = mapped_column(String(120))
    supplier: Mapped[str] = mapped_column(String(120))
    practices: Mapped[list[Any]]
    indicators: Mapped[list[Any]]
    starts_on: Mapped[date] = mapped_column(Date)
    break_on: Mapped[date | None] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    written_by: Mapped[int] = mapped_column(RowId, ForeignKey("people_person.id"))
    written_at: Mapped[datetime] = mapped_column(Moment)


class ContractTurn(Federated, MappedBase):
    """That a contract was ``renewed`` until a day, with a last day to break it (None: none), or has ``ended`` on one; the words
    say what shows it. The newest holds."""

    __tablename__ = "purchasing_contract_turn"
    __table_args__ = (
        within("contract_id", "purchasing_contract"),
        CheckConstraint("kind in ('renewed', 'ended')", name="kind"),
        CheckConstraint("kind = 'renewed' or break_on is null", name="ended"),
        Index("ix_purchasing_contract_turn_contract", "federation_id", "contract_id", "id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    contract_id: Mapped[int] = mapped_column(RowId)
    kind: Mapped[str] = mapped_column(String(10))
    ends_on: Mapped[date] = mapped_column(Date)
    break_on: Mapped[date | None] = mapped_column(Date)
    words: Mapped[str] = mapped_column(Text)
    written_by: Mapped[int] = mapped_column(RowId, ForeignKey("people_person.id"))
    written_at: Mapped[datetime] = mapped_column(Moment)
