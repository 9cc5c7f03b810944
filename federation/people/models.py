"""People are global: one person, one password, any number of federations."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from federation.kernel.clock import Moment
from federation.kernel.db import Base, RowId


class Person(Base):
    """Somebody who can sign in. ``email`` is casefolded; an erased person keeps the number alone."""

    __tablename__ = "people_person"
    __table_args__ = (Index("ix_people_person_name", "name", "id"),)
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str | None] = mapped_column(Text)
    mail_choices: Mapped[dict[str, Any] | None]
    created_at: Mapped[datetime] = mapped_column(Moment)
    erased_at: Mapped[datetime | None] = mapped_column(Moment)


class SignIn(Base):
    """A session on the server; the browser holds a token, the database its hash."""

    __tablename__ = "people_sign_in"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    person_id: Mapped[int] = mapped_column(RowId, ForeignKey("people_person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    device: Mapped[str] = mapped_column(String(200))
    started_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)


class Link(Base):
    """A one-use link sent by mail: an invitation or a new password. Used up in one place, for its purpose.

    Found by its secret, before a federation is chosen; ``federation_id`` says who invited.
    """

    __tablename__ = "people_link"
    __table_args__ = ({"info": {"global": True}},)
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[str] = mapped_column(String(20))
    person_id: Mapped[int] = mapped_column(RowId, ForeignKey("people_person.id"), index=True)
    federation_id: Mapped[int | None] = mapped_column(RowId, ForeignKey("network_federation.id"))
    created_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)


class Attempt(Base):
    """A failed sign-in, counted by account and by network address (as hashes) to slow guessing down."""

    __tablename__ = "people_attempt"
    __table_args__ = (Index("ix_people_attempt_key_at", "key", "at"),)
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    key: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Moment)


class Token(Base):
    """A token for programs: one person in one federation; only its hash is kept.

    Found by its secret, before a federation is chosen.
    """

    __tablename__ = "people_token"
    __table_args__ = ({"info": {"global": True}},)
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(RowId, ForeignKey("people_person.id"), index=True)
    federation_id: Mapped[int] = mapped_column(RowId, ForeignKey("network_federation.id"))
    title: Mapped[str] = mapped_column(String(100))
    created_at: Mapped[datetime] = mapped_column(Moment)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)
