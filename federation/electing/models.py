"""The tables of elections: what is to be filled, and who puts themselves forward."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from federation.kernel.clock import Moment
from federation.kernel.db import MappedBase, RowId
from federation.kernel.tenancy import Federated, federated_key, within

_STANDING = text("stood_down_at IS NULL")


class GroupElection(Federated, MappedBase):
    """Seats in a group that the members fill by a vote: how many, and what each gives. People put themselves forward until a
    time; then the vote ``decision_id`` opens. With ``replaces`` those elected before make room. Only the vote is added later."""

    __tablename__ = "electing_election"
    __table_args__ = (
        federated_key(),
        within("group_id", "network_group"),
        within("decision_id", "decisions_decision"),
        UniqueConstraint("federation_id", "decision_id"),
        CheckConstraint("seats between 1 and 25", name="seats"),
        CheckConstraint("begun_at < until", name="time"),
        Index("ix_electing_election_group", "federation_id", "group_id", "id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    group_id: Mapped[int] = mapped_column(RowId)
    seats: Mapped[int]
    is_lead: Mapped[bool]
    has_vote: Mapped[bool]
    replaces: Mapped[bool]
    words: Mapped[str] = mapped_column(Text)
    until: Mapped[datetime] = mapped_column(Moment)
    begun_by: Mapped[int] = mapped_column(RowId, ForeignKey("people_person.id"))
    begun_at: Mapped[datetime] = mapped_column(Moment)
    decision_id: Mapped[int | None] = mapped_column(RowId)


class GroupCandidate(Federated, MappedBase):
    """Somebody who has put themselves forward, and what they say. It can be taken back until the vote opens."""

    __tablename__ = "electing_candidate"
    __table_args__ = (
        within("election_id", "electing_election"),
        Index(
            "uq_electing_candidate_person",
            "federation_id",
            "election_id",
            "person_id",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
        Index("ix_electing_candidate_election", "federation_id", "election_id", "id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    election_id: Mapped[int] = mapped_column(RowId)
    person_id: Mapped[int] = mapped_column(RowId, ForeignKey("people_person.id"))
    words: Mapped[str] = mapped_column(Text)
    stood_at: Mapped[datetime] = mapped_column(Moment)
    stood_down_at: Mapped[datetime | None] = mapped_column(Moment)

    @classmethod
    def stands(cls) -> ColumnElement[bool]:
        """They have not taken it back."""
        return cls.stood_down_at.is_(None)
