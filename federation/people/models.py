"""People are global: one person, one password, any number of federations."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    false,
    func,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from federation.kernel.clock import Moment
from federation.kernel.db import MappedBase, RowId
from federation.kernel.tenancy import FEDERATION


class Person(MappedBase):
    """Somebody who can sign in. ``email`` is casefolded; an erased person keeps the number alone.

    A *guest* is a person apart, with the name that was typed, the address in ``invited_email`` and nothing to sign in
    with: an invitation to an address that is known already, until whoever has it takes the invitation up; or somebody
    from outside, who comes by a link to one thing and has no role.
    """

    __tablename__ = "people_person"
    __table_args__ = (
        Index("ix_people_person_name", "name", "id"),
        Index("ix_people_person_invited_email", "invited_email"),
        {"info": {"everywhere": True}},  # the same in all federations, so that any table may point here
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    invited_email: Mapped[str | None] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str | None] = mapped_column(Text)
    mail_choices: Mapped[dict[str, Any] | None]
    link_seen_by: Mapped[int | None] = mapped_column(RowId)
    """The administrator who was shown the link by which this account was opened; None where it came in a letter."""
    created_at: Mapped[datetime] = mapped_column(Moment)
    erased_at: Mapped[datetime | None] = mapped_column(Moment)

    @classmethod
    def reached_at(cls) -> ColumnElement[str]:
        """The address that letters go to: one's own, or a guest's."""
        return func.coalesce(cls.invited_email, cls.email)


class FormerName(MappedBase):
    """A former name of a person, kept so that nobody passes for somebody else. ``nonce`` salts the fingerprint of the
    change in the record; an erased person has none."""

    __tablename__ = "people_former_name"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    person_id: Mapped[int] = mapped_column(RowId, ForeignKey("people_person.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    nonce: Mapped[str] = mapped_column(String(32))
    until: Mapped[datetime] = mapped_column(Moment)


class SignIn(MappedBase):
    """A session on the server; the browser holds a token, the database its hash.

    ``confirmed_at`` says when it last passed the second step: at sign-in, or when a code was asked for again.
    ``is_kept``: its owner asked to stay signed in on this device, for days. ``seen_at``: its last request, give or take
    ten minutes. ``in_office``: its owner has had a role that owes a second step, so it may be idle for less long.
    """

    __tablename__ = "people_sign_in"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    person_id: Mapped[int] = mapped_column(RowId, ForeignKey("people_person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    device: Mapped[str] = mapped_column(String(200))
    started_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    is_kept: Mapped[bool] = mapped_column(server_default=false())
    seen_at: Mapped[datetime] = mapped_column(Moment)
    in_office: Mapped[bool] = mapped_column(server_default=false())


class HalfSignIn(MappedBase):
    """Somebody whose password was right and who has still to give a code. It opens nothing else."""

    __tablename__ = "people_half_sign_in"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    person_id: Mapped[int] = mapped_column(RowId, ForeignKey("people_person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    is_kept: Mapped[bool] = mapped_column(server_default=false())


class SecondFactor(MappedBase):
    """A person's authenticator app. ``secret`` is sealed; ``last_step`` counts the 30 seconds since 1970 of the
    newest code that was used: that code and all earlier ones are worthless."""

    __tablename__ = "people_second_factor"
    person_id: Mapped[int] = mapped_column(
        RowId, ForeignKey("people_person.id"), primary_key=True, autoincrement=False
    )
    secret: Mapped[str] = mapped_column(Text)
    set_up_at: Mapped[datetime] = mapped_column(Moment)
    last_step: Mapped[int] = mapped_column(BigInteger)


class OrganisationAccount(MappedBase):
    """An account at an organisation's sign-in service that opens this person's account. ``issuer`` and ``subject``
    are the identity; ``email`` is the address that the service named when the two were connected."""

    __tablename__ = "people_organisation_account"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    person_id: Mapped[int] = mapped_column(RowId, ForeignKey("people_person.id"), index=True)
    organisation: Mapped[str] = mapped_column(String(31))
    issuer: Mapped[str] = mapped_column(String(255))
    subject: Mapped[str] = mapped_column(String(255))
    email: Mapped[str | None] = mapped_column(String(254))
    connected_at: Mapped[datetime] = mapped_column(Moment)


class SecurityEvent(MappedBase):
    """Something that bears on security: who, what, from where. ``person_id`` is None for an unknown address;
    ``federation_id`` only where it happened in one."""

    __tablename__ = "people_security_event"
    __table_args__ = (
        Index("ix_people_security_event_person", "person_id", "at"),
        Index("ix_people_security_event_here", "federation_id", "at"),
        Index("ix_people_security_event_at", "at"),
        {"info": {"global": True}},
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    kind: Mapped[str] = mapped_column(String(40))
    person_id: Mapped[int | None] = mapped_column(RowId, ForeignKey("people_person.id"))
    federation_id: Mapped[int | None] = mapped_column(RowId, ForeignKey(FEDERATION))
    network: Mapped[str] = mapped_column(String(45))
    device: Mapped[str] = mapped_column(String(200))
    detail: Mapped[str] = mapped_column(String(200))


class BegunFactor(MappedBase):
    """An app that is being set up: no code of it has confirmed yet that it has the secret."""

    __tablename__ = "people_begun_factor"
    person_id: Mapped[int] = mapped_column(
        RowId, ForeignKey("people_person.id"), primary_key=True, autoincrement=False
    )
    secret: Mapped[str] = mapped_column(Text)
    begun_at: Mapped[datetime] = mapped_column(Moment)


class RecoveryCode(MappedBase):
    """A code on paper that stands in for the app, once."""

    __tablename__ = "people_recovery_code"
    __table_args__ = (UniqueConstraint("person_id", "code_hash"),)
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    person_id: Mapped[int] = mapped_column(RowId, ForeignKey("people_person.id"))
    code_hash: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None] = mapped_column(Moment)


class MailedLink(MappedBase):
    """A one-use link sent by mail: an invitation, a new password, a new address. Used up in one place, for its
    purpose.

    Found by its secret, before a federation is chosen; ``federation_id`` says who invited, ``email`` is the new
    address, ``shown_to`` the administrator who was shown it, where no mail leaves.
    """

    __tablename__ = "people_link"
    __table_args__ = ({"info": {"global": True, "stays": True}},)
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[str] = mapped_column(String(20))
    person_id: Mapped[int] = mapped_column(RowId, ForeignKey("people_person.id"), index=True)
    federation_id: Mapped[int | None] = mapped_column(RowId, ForeignKey(FEDERATION))
    email: Mapped[str | None] = mapped_column(String(254))
    shown_to: Mapped[int | None] = mapped_column(RowId)
    created_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)


class SignInAttempt(MappedBase):
    """A failed sign-in, counted by account and by network address (as hashes) to slow guessing down."""

    __tablename__ = "people_attempt"
    __table_args__ = (Index("ix_people_attempt_key_at", "key", "at"),)
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    key: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Moment)


class ProgramToken(MappedBase):
    """A token for programs: one person in one federation; only its hash is kept.

    Found by its secret, before a federation is chosen. ``scopes`` are words with spaces between.
    """

    __tablename__ = "people_token"
    __table_args__ = ({"info": {"global": True, "stays": True}},)
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(RowId, ForeignKey("people_person.id"), index=True)
    federation_id: Mapped[int] = mapped_column(RowId, ForeignKey(FEDERATION))
    title: Mapped[str] = mapped_column(String(100))
    scopes: Mapped[str] = mapped_column(String(60), server_default="")
    created_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment, server_default=text("'1970-01-01 00:00:00.000000'"))
    last_used_on: Mapped[date | None]
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)
