"""The tables of a proposal: its versions, their effects on each practice, its co-authors."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
    and_,
)
from sqlalchemy.orm import Mapped, mapped_column

from federation.kernel.clock import Moment
from federation.kernel.db import MappedBase, RowId
from federation.kernel.tenancy import Federated, federated_key, within


def _person() -> ForeignKey:
    return ForeignKey("people_person.id")


class ProposalVersion(Federated, MappedBase):
    """One version of a proposal, written once. ``body`` is the exact text that is decided; ``options`` are for a choice
    among several: ``[{id, title, text}]``; ``considered`` are the options looked at ``[{title, text}]``; ``aims`` keeps
    the words of each aim as they were: ``[[number, words]]``; ``effects`` heads the table of what it means for each
    practice: ``{columns: [...], since: 2, practices: 12}``, whose rows are in :class:`PracticeEffect` under version ``since``;
    ``terms`` are those of a feature's decision: ``{data, heading, lines: [[label, words], …]}``, on which the verdict acts."""

    __tablename__ = "decisions_version"
    __table_args__ = (
        federated_key(),
        UniqueConstraint("federation_id", "decision_id", "number"),
        within("decision_id", "decisions_decision"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    decision_id: Mapped[int] = mapped_column(RowId)
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(60), default="")
    reasons: Mapped[str] = mapped_column(Text, default="")
    options: Mapped[list[Any]] = mapped_column(default=list)
    considered: Mapped[list[Any]] = mapped_column(default=list)
    aims: Mapped[list[Any]] = mapped_column(default=list)
    impact: Mapped[dict[str, Any]] = mapped_column(default=dict)
    effects: Mapped[dict[str, Any] | None]
    terms: Mapped[dict[str, Any] | None]
    papers: Mapped[list[Any] | None]
    """The files that belong to it, ``[number, name, kind, size, sha256]`` each; None where there are none."""
    saved_by: Mapped[int] = mapped_column(RowId, _person())
    saved_at: Mapped[datetime] = mapped_column(Moment)

    @classmethod
    def of(cls, decision: type[Any]) -> ColumnElement[bool]:
        """It is the newest version of a decision: the one that is voted on, once voting is open."""
        return and_(cls.decision_id == decision.id, cls.number == decision.version)


class PracticeEffect(Federated, MappedBase):
    """The effect of a proposal on one practice: a row of the table that version ``since`` brought in, and that later
    versions share until one changes it."""

    __tablename__ = "decisions_effect"
    __table_args__ = (
        ForeignKeyConstraint(
            ["federation_id", "decision_id", "since"],
            ["decisions_version.federation_id", "decisions_version.decision_id", "decisions_version.number"],
        ),
    )
    federation_id: Mapped[int] = mapped_column(RowId, ForeignKey("network_federation.id"), primary_key=True)
    decision_id: Mapped[int] = mapped_column(RowId, primary_key=True)
    since: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(12), primary_key=True)
    cells: Mapped[list[Any]]


class CoAuthor(Federated, MappedBase):
    """Somebody who may edit the proposal with its author."""

    __tablename__ = "decisions_coauthor"
    __table_args__ = (
        within("decision_id", "decisions_decision"),
        Index("ix_decisions_coauthor_person", "federation_id", "person_id", "decision_id"),
    )
    federation_id: Mapped[int] = mapped_column(RowId, ForeignKey("network_federation.id"), primary_key=True)
    decision_id: Mapped[int] = mapped_column(RowId, primary_key=True)
    person_id: Mapped[int] = mapped_column(RowId, _person(), primary_key=True)
