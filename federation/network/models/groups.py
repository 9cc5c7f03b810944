"""The tables of groups: bodies that decide apart from the members as a whole, and who sits in them."""

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    and_,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from federation.kernel.clock import Moment
from federation.kernel.db import MappedBase, RowId
from federation.kernel.tenancy import Federated, federated_key, within

KINDS = ("sub_group", "committee", "locality", "executive", "office", "outside")
READS = ("all", "results", "seated")

_STANDING = text("ended_at IS NULL")


def _person() -> ForeignKey:
    return ForeignKey("people_person.id")


class NetworkGroup(Federated, MappedBase):
    """A body that decides: a sub-group, a committee, a locality. The members as a whole are no row here.

    ``code`` stands before the numbers of its decisions (HVG 2026/3). ``reads`` says who reads what it writes: ``all``:
    everybody in the federation; ``results``: others read a decision once it is closed; ``seated``: others read that it exists.
    """

    __tablename__ = "network_group"
    __table_args__ = (
        federated_key(),
        UniqueConstraint("federation_id", "code"),
        UniqueConstraint("federation_id", "name"),
        within("parent_id", "network_group"),
        CheckConstraint(f"kind in {KINDS}", name="kind"),
        CheckConstraint(f"reads in {READS}", name="reads"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    code: Mapped[str] = mapped_column(String(8))
    name: Mapped[str] = mapped_column(String(120))
    purpose: Mapped[str] = mapped_column(Text)
    reads: Mapped[str] = mapped_column(String(8))
    parent_id: Mapped[int | None] = mapped_column(RowId)
    created_by: Mapped[int] = mapped_column(RowId, _person())
    created_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)


class GroupWording(Federated, MappedBase):
    """What a group was called, was for and who read it, until somebody changed it. Never changed, never deleted."""

    __tablename__ = "network_group_wording"
    __table_args__ = (
        within("group_id", "network_group"),
        Index("ix_network_group_wording_group", "federation_id", "group_id", "id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    group_id: Mapped[int] = mapped_column(RowId)
    name: Mapped[str] = mapped_column(String(120))
    purpose: Mapped[str] = mapped_column(Text)
    reads: Mapped[str] = mapped_column(String(8))
    replaced_by: Mapped[int] = mapped_column(RowId, _person())
    replaced_at: Mapped[datetime] = mapped_column(Moment)


class GroupSeat(Federated, MappedBase):
    """A seat in a group: of a person, or of a practice, for which whoever represents it sits there. ``has_vote``, else a
    voice. ``came_from_id`` is the one practice to which the person belonged when the seat was given, where it was one.
    While it ``waits`` for a second person its holder reads and speaks, and no more. Where the members elected its
    holder, ``elected_in`` is the number of their decision; else a person gave it. Ended, never deleted; nobody holds two
    seats of a group at once."""

    __tablename__ = "network_group_seat"
    __table_args__ = (
        federated_key(),
        within("group_id", "network_group"),
        within("practice_id", "network_practice"),
        within("came_from_id", "network_practice"),
        CheckConstraint("(person_id is null) <> (practice_id is null)", name="holder"),
        CheckConstraint("given_by is not null or elected_in is not null", name="giver"),
        CheckConstraint("confirmed_by <> given_by", name="second"),
        CheckConstraint("(confirmed_by is null) = (confirmed_at is null)", name="confirmed"),
        Index("ix_network_group_seat_group", "federation_id", "group_id", "id"),
        Index("ix_network_group_seat_person", "federation_id", "person_id", "group_id"),
        Index("ix_network_group_seat_practice", "federation_id", "practice_id", "group_id"),
        Index(
            "uq_network_group_seat_of_person",
            "federation_id",
            "group_id",
            "person_id",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
        Index(
            "uq_network_group_seat_of_practice",
            "federation_id",
            "group_id",
            "practice_id",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    group_id: Mapped[int] = mapped_column(RowId)
    person_id: Mapped[int | None] = mapped_column(RowId, _person())
    practice_id: Mapped[int | None] = mapped_column(RowId)
    came_from_id: Mapped[int | None] = mapped_column(RowId)
    is_lead: Mapped[bool]
    has_vote: Mapped[bool]
    given_by: Mapped[int | None] = mapped_column(RowId, _person())
    elected_in: Mapped[int | None] = mapped_column(RowId)
    started_at: Mapped[datetime] = mapped_column(Moment)
    waits: Mapped[bool] = mapped_column(default=False, server_default=false())
    confirmed_by: Mapped[int | None] = mapped_column(RowId, _person())
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_by: Mapped[int | None] = mapped_column(RowId, _person())
    ended_at: Mapped[datetime | None] = mapped_column(Moment)

    @classmethod
    def is_held(cls) -> ColumnElement[bool]:
        """The seat is held now."""
        return cls.ended_at.is_(None)

    @classmethod
    def counts(cls) -> ColumnElement[bool]:
        """The seat is held now, and waits for nobody."""
        return and_(cls.is_held(), cls.waits.is_(False))
