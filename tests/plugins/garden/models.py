"""Beds, and what people said of them without their names."""

from datetime import date, datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from federation.toolkit import AwaitsDecision, Federated, Moment, RowId, Table, federated_key


class Bed(Federated, Table):
    """A bed of the garden."""

    __tablename__ = "garden_bed"
    __table_args__ = (federated_key(),)
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    title: Mapped[str] = mapped_column(String(80))
    planted_on: Mapped[date | None]
    watered_at: Mapped[datetime | None] = mapped_column(Moment)


class SeedOrder(AwaitsDecision, Federated, Table):
    """Seeds that somebody would like to buy, once the members agree."""

    __tablename__ = "garden_seed_order"
    __table_args__ = (federated_key(),)
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    seeds: Mapped[str] = mapped_column(String(80))


class Opinion(Federated, Table):
    """What somebody thinks of the garden; nobody may learn who."""

    __tablename__ = "garden_opinion"
    __table_args__ = (
        federated_key(),
        {"info": {"private": "It was answered without names, and a row could give one away."}},
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    words: Mapped[str] = mapped_column(String(200))
