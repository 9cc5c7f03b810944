"""Maturity workshops: their groups, and what each group entered.

What a group enters is never changed: entering again adds the next version, and the highest version counts.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from federation.toolkit import Federated, Moment, RowId, Table, federated_key, within


def _person() -> ForeignKey:
    return ForeignKey("people_person.id")


class Workshop(Federated, Table):
    """A workshop. Groups enter levels while it is ``open``; once it is ``locked`` the levels stand and only votes for
    priorities are entered; ``ended_at`` is when it was closed or called off.

    ``expected`` people were planned for, ``present`` came (their groups are made at opening); ``minutes`` is how long
    it takes.
    """

    __tablename__ = "diagnostics_workshop"
    __table_args__ = (
        federated_key(),
        CheckConstraint("state in ('prepared', 'open', 'locked', 'closed', 'called_off')", name="state"),
        Index("ix_diagnostics_workshop_ended", "federation_id", "state", "ended_at", "id"),
        Index("ix_diagnostics_workshop_starts", "federation_id", "starts_at", "id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    title: Mapped[str] = mapped_column(String(80))
    starts_at: Mapped[datetime] = mapped_column(Moment)
    minutes: Mapped[int]
    place: Mapped[str] = mapped_column(String(200))
    expected: Mapped[int]
    present: Mapped[int | None]
    state: Mapped[str] = mapped_column(String(12))
    next_steps: Mapped[str] = mapped_column(Text)
    prepared_by: Mapped[int] = mapped_column(RowId, _person())
    prepared_at: Mapped[datetime] = mapped_column(Moment)
    opened_by: Mapped[int | None] = mapped_column(RowId, _person())
    opened_at: Mapped[datetime | None] = mapped_column(Moment)
    locked_by: Mapped[int | None] = mapped_column(RowId, _person())
    locked_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_by: Mapped[int | None] = mapped_column(RowId, _person())
    ended_at: Mapped[datetime | None] = mapped_column(Moment)


class WorkshopGroup(Federated, Table):
    """A table of people. ``entered`` counts what its scribes have entered, changes included."""

    __tablename__ = "diagnostics_workshop_group"
    __table_args__ = (
        federated_key(),
        UniqueConstraint("federation_id", "workshop_id", "number"),
        within("workshop_id", "diagnostics_workshop"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    workshop_id: Mapped[int] = mapped_column(RowId)
    number: Mapped[int]
    size: Mapped[int]
    entered: Mapped[int]


class WorkshopEntry(Federated, Table):
    """Where a group sees one dimension. ``highest``: the highest level that somebody in the group saw now, where they
    did not all see the same; ``entered_as`` is the scribe's name at the time."""

    __tablename__ = "diagnostics_workshop_entry"
    __table_args__ = (
        federated_key(),
        UniqueConstraint(
            "federation_id",
            "group_id",
            "dimension",
            "version",
            name="uq_diagnostics_workshop_entry_version",
        ),
        within("group_id", "diagnostics_workshop_group"),
        Index("ix_diagnostics_workshop_entry_by", "federation_id", "entered_by"),
        {"info": {"append_only": ("DELETE",)}},
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    group_id: Mapped[int] = mapped_column(RowId)
    dimension: Mapped[str] = mapped_column(String(20))
    version: Mapped[int]
    current: Mapped[int]
    highest: Mapped[int | None]
    wanted: Mapped[int]
    note: Mapped[str] = mapped_column(Text)
    entered_by: Mapped[int] = mapped_column(RowId, _person())
    entered_as: Mapped[str] = mapped_column(String(120))
    entered_at: Mapped[datetime] = mapped_column(Moment)


class WorkshopVotes(Federated, Table):
    """A group's votes for priorities, together: how many each dimension had."""

    __tablename__ = "diagnostics_workshop_votes"
    __table_args__ = (
        federated_key(),
        UniqueConstraint("federation_id", "group_id", "version"),
        within("group_id", "diagnostics_workshop_group"),
        Index("ix_diagnostics_workshop_votes_by", "federation_id", "entered_by"),
        {"info": {"append_only": ("DELETE",)}},
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    group_id: Mapped[int] = mapped_column(RowId)
    version: Mapped[int]
    votes: Mapped[dict[str, Any]]
    entered_by: Mapped[int] = mapped_column(RowId, _person())
    entered_as: Mapped[str] = mapped_column(String(120))
    entered_at: Mapped[datetime] = mapped_column(Moment)
