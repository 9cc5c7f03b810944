"""Rounds of leaders' profiles, and what each leader wrote in one."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from federation.toolkit import Federated, Moment, RowId, Table, federated_key, within


class ProfileRound(Federated, Table):
    """A time in which leaders fill in their profiles: ``Autumn 2026``. One at a time is open."""

    __tablename__ = "diagnostics_profile_round"
    __table_args__ = (
        federated_key(),
        Index(
            "uq_diagnostics_profile_round_open",
            "federation_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index("ix_diagnostics_profile_round_closed", "federation_id", "closed_at", "id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    title: Mapped[str] = mapped_column(String(80))
    begun_by: Mapped[int] = mapped_column(RowId, ForeignKey("people_person.id"))
    begun_at: Mapped[datetime] = mapped_column(Moment)
    closed_by: Mapped[int | None] = mapped_column(RowId, ForeignKey("people_person.id"))
    closed_at: Mapped[datetime | None] = mapped_column(Moment)


class LeaderProfile(Federated, Table):
    """One leader's profile in a round, signed with the name that the leader had when saving it.

    ``ratings`` gives 1 to 5 by the key of the question, null for "I cannot say"; ``evidence`` the words by the key of
    the feature; ``shares`` whole per cent by the key of the function, empty until they add up to 100.
    """

    __tablename__ = "diagnostics_profile"
    __table_args__ = (
        federated_key(),
        UniqueConstraint("federation_id", "round_id", "person_id"),
        within("round_id", "diagnostics_profile_round"),
        Index("ix_diagnostics_profile_person", "federation_id", "person_id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    round_id: Mapped[int] = mapped_column(RowId)
    person_id: Mapped[int] = mapped_column(RowId, ForeignKey("people_person.id"))
    leader: Mapped[str] = mapped_column(String(120))
    ratings: Mapped[dict[str, Any]]
    evidence: Mapped[dict[str, Any]]
    shares: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime] = mapped_column(Moment)
    finished_at: Mapped[datetime | None] = mapped_column(Moment)
