"""Federations, practices, neighbourhoods, memberships, and files on their way in."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    and_,
    false,
    not_,
    or_,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from federation.kernel.clock import Moment
from federation.kernel.db import MappedBase, RowId
from federation.kernel.record import now_here
from federation.kernel.tenancy import Federated, federated_key, within


class Federation(MappedBase):
    """A network of practices; the tenant of everything else."""

    __tablename__ = "network_federation"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    slug: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    purpose: Mapped[str] = mapped_column(Text, default="")
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime] = mapped_column(Moment)


class FederationAim(Federated, MappedBase):
    """One of the aims that the members agreed; numbered, never reused."""

    __tablename__ = "network_aim"
    __table_args__ = (federated_key(), UniqueConstraint("federation_id", "number"))
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    number: Mapped[int]
    words: Mapped[str] = mapped_column(String(300))
    retired_at: Mapped[datetime | None] = mapped_column(Moment)


class Neighbourhood(Federated, MappedBase):
    """A part of the federation: a locality, a primary care network, a quadrant; the federation chooses the word. One that was
    split or merged has ended: what practices were is known by it, and nothing lies in it any more."""

    __tablename__ = "network_neighbourhood"
    __table_args__ = (federated_key(), UniqueConstraint("federation_id", "name"))
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    ended_at: Mapped[datetime | None] = mapped_column(Moment)


class PlaceChange(Federated, MappedBase):
    """A neighbourhood was split, or several were merged: ``parts`` are ``before`` and ``after``, each a list of name, practices,
    patients, and practices whose patients are not known."""

    __tablename__ = "network_place_change"
    __table_args__ = (
        CheckConstraint("kind in ('split', 'merged')", name="kind"),
        Index("ix_network_place_change_id", "federation_id", "id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    kind: Mapped[str] = mapped_column(String(8))
    person_id: Mapped[int] = mapped_column(RowId, ForeignKey("people_person.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    parts: Mapped[dict[str, Any]]


class Practice(Federated, MappedBase):
    """A GP practice in the federation. ``list_size`` counts registered patients on ``list_size_on``.

    Full members are on rolls; associates are not, nor those that the members suspended, until that is over. A practice that
    closed is marked, never deleted.
    """

    __tablename__ = "network_practice"
    __table_args__ = (
        federated_key(),
        UniqueConstraint("federation_id", "code"),
        within("neighbourhood_id", "network_neighbourhood"),
        CheckConstraint("membership in ('full', 'associate')", name="membership"),
        CheckConstraint("list_size >= 0", name="list_size"),
        Index("ix_network_practice_name", "federation_id", "name", "id"),
        Index("ix_network_practice_neighbourhood", "federation_id", "neighbourhood_id", "name", "id"),
        Index("ix_network_practice_membership", "federation_id", "membership", "name", "id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    code: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(200))
    address: Mapped[list[Any]] = mapped_column(default=list)
    postcode: Mapped[str] = mapped_column(String(10), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    icb: Mapped[str] = mapped_column(String(12), default="")
    sub_icb: Mapped[str] = mapped_column(String(12), default="")
    membership: Mapped[str] = mapped_column(String(10), default="full")
    neighbourhood_id: Mapped[int | None] = mapped_column(RowId)
    list_size: Mapped[int | None]
    list_size_on: Mapped[date | None]
    opened_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    left_on: Mapped[date | None]
    suspended_until: Mapped[datetime | None] = mapped_column(Moment)
    leaves_at: Mapped[datetime | None] = mapped_column(Moment)

    @classmethod
    def belongs(cls) -> ColumnElement[bool]:
        """The practice is a member now: it has neither closed nor left."""
        return and_(cls.closed_on.is_(None), cls.left_on.is_(None))

    @classmethod
    def may_vote(cls) -> ColumnElement[bool]:
        """It would be on the roll of a vote of all members that opened now: a full member that is not suspended, and whose notice
        has not run out, whether or not its leaving is written down yet."""
        suspended = and_(cls.suspended_until.is_not(None), cls.suspended_until > now_here())
        return and_(cls.belongs(), cls.membership == "full", not_(suspended), cls.stays())

    @classmethod
    def stays(cls) -> ColumnElement[bool]:
        """It has given no notice that has run out."""
        return or_(cls.leaves_at.is_(None), cls.leaves_at > now_here())


class PracticePast(Federated, MappedBase):
    """How a practice stood from a moment on: the newest one is how it stands. Added whenever one of these changes."""

    __tablename__ = "network_practice_past"
    __table_args__ = (
        federated_key(),
        within("practice_id", "network_practice"),
        Index("ix_network_practice_past_practice", "federation_id", "practice_id", "id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    practice_id: Mapped[int] = mapped_column(RowId)
    since: Mapped[datetime] = mapped_column(Moment)
    membership: Mapped[str] = mapped_column(String(10))
    neighbourhood_id: Mapped[int | None] = mapped_column(RowId)
    list_size: Mapped[int | None]
    list_size_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    left_on: Mapped[date | None]


class Membership(Federated, MappedBase):
    """A person's role in a federation, for a practice where the role is of one. Ended, never deleted.

    ``given_by`` gave it (None: the terminal), ``confirmed_by`` is the second person who confirmed it. While it
    ``waits`` for one it gives nothing. Whoever has ``chair_given_at`` without ``is_chair`` waits to become the chair.
    The one table read before a federation is chosen: it says whether the person belongs to it.
    """

    __tablename__ = "network_membership"
    __table_args__ = (
        federated_key(),
        within("practice_id", "network_practice"),
        Index("ix_network_membership_person", "person_id", "federation_id"),
        Index("ix_network_membership_practice", "federation_id", "practice_id"),
        Index("ix_network_membership_role", "federation_id", "role", "person_id"),
        Index("ix_network_membership_started", "federation_id", "started_at"),
        *(
            Index(
                f"ix_network_membership_{name}",
                "federation_id",
                sqlite_where=text(sqlite),
                postgresql_where=text(postgresql),
            )
            for name, sqlite, postgresql in (
                ("waits", "waits IS 1", "waits IS true"),
                ("chair", *("chair_given_at IS NOT NULL",) * 2),
                ("own", *("given_by = person_id",) * 2),
            )
        ),
        CheckConstraint(
            "role in ('administrator', 'executive', 'representative', 'member', 'lay_partner', 'observer')",
            name="role",
        ),
        CheckConstraint(
            "(role in ('representative', 'member')) = (practice_id is not null)", name="practice"
        ),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    person_id: Mapped[int] = mapped_column(RowId, ForeignKey("people_person.id"))
    role: Mapped[str] = mapped_column(String(20))
    practice_id: Mapped[int | None] = mapped_column(RowId)
    is_chair: Mapped[bool] = mapped_column(default=False)
    started_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    given_by: Mapped[int | None] = mapped_column(RowId)
    waits: Mapped[bool] = mapped_column(default=False, server_default=false())
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    confirmed_by: Mapped[int | None] = mapped_column(RowId)
    chair_given_at: Mapped[datetime | None] = mapped_column(Moment)
    chair_given_by: Mapped[int | None] = mapped_column(RowId)
    chair_confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    chair_confirmed_by: Mapped[int | None] = mapped_column(RowId)

    @classmethod
    def in_force(cls) -> ColumnElement[bool]:
        """The role is held now: it has neither ended nor waits for a second person."""
        return and_(cls.ended_at.is_(None), cls.waits.is_(False))

    @classmethod
    def counts_since(cls, moment: Any) -> ColumnElement[bool]:
        """The role is held now, and counts in what began at that moment (a column or a value)."""
        return and_(cls.in_force(), or_(cls.confirmed_at.is_not(None), cls.started_at < moment))


class PracticeWord(Federated, MappedBase):
    """A word of a practice's name, code or postcode: its beginning finds the practice. Compared byte by byte, so that
    an index has the words that begin alike together."""

    __tablename__ = "network_practice_word"
    __table_args__ = (
        within("practice_id", "network_practice"),
        Index("ix_network_practice_word_practice", "federation_id", "practice_id", "word"),
    )
    federation_id: Mapped[int] = mapped_column(
        RowId, ForeignKey("network_federation.id"), primary_key=True, autoincrement=False
    )
    word: Mapped[str] = mapped_column(
        String(60).with_variant(String(60, collation="C"), "postgresql"), primary_key=True
    )
    practice_id: Mapped[int] = mapped_column(RowId, primary_key=True, autoincrement=False)


class PracticeTotals(Federated, MappedBase):
    """How many practices a federation has, so that pages need not count; written with every change of them.

    ``full`` and ``associate`` are members now; ``closed`` and ``departed`` were. ``patients`` are those of the
    full members, ``unsized`` the members whose list size is not known.
    """

    __tablename__ = "network_practice_totals"
    federation_id: Mapped[int] = mapped_column(
        RowId, ForeignKey("network_federation.id"), primary_key=True, autoincrement=False
    )
    full: Mapped[int]
    associate: Mapped[int]
    closed: Mapped[int]
    departed: Mapped[int]
    patients: Mapped[int]
    unsized: Mapped[int]


class PackedUpload(Federated, MappedBase):
    """A file between upload and saving, packed; for the person who sent it, and for a day.

    ``choice`` is what was picked from it. Once saved the content is gone, and ``saved_as`` is the number of
    the record's entry (0: nothing had changed).
    """

    __tablename__ = "network_upload"
    __table_args__ = (
        federated_key(),
        Index("ix_network_upload_person", "federation_id", "person_id", "id"),
        CheckConstraint("kind in ('practices', 'list_sizes', 'neighbourhoods')", name="kind"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    person_id: Mapped[int] = mapped_column(RowId, ForeignKey("people_person.id"))
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(200))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    choice: Mapped[dict[str, Any]] = mapped_column(default=dict)
    uploaded_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    saved_as: Mapped[int | None]
