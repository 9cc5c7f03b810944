"""What people say about a thing of a feature: comments with their answers, and what they said before."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from federation.kernel.clock import Moment
from federation.kernel.db import MappedBase, RowId
from federation.kernel.tenancy import Federated, federated_key, within


class ThreadComment(Federated, MappedBase):
    """A comment; ``parent_id`` names the comment answered, never an answer itself (two levels). ``owner`` is the kind of thing
    that it is about, which begins with the name of its feature (``decisions.proposal``), and ``owner_id`` the number of that
    thing. ``as_of`` is the person's place when they wrote: "Heron Health Centre (representative)". A number is never used
    again, as the record names it."""

    __tablename__ = "network_comment"
    __table_args__ = (
        federated_key(),
        within("parent_id", "network_comment"),
        Index("ix_network_comment_person", "federation_id", "person_id", "written_at"),
        Index("ix_network_comment_thread", "federation_id", "owner", "owner_id", "parent_id", "id"),
        {"sqlite_autoincrement": True},
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    owner: Mapped[str] = mapped_column(String(60))
    owner_id: Mapped[int] = mapped_column(RowId)
    parent_id: Mapped[int | None] = mapped_column(RowId)
    person_id: Mapped[int] = mapped_column(RowId, ForeignKey("people_person.id"))
    as_of: Mapped[str] = mapped_column(String(300))
    practice_id: Mapped[int | None] = mapped_column(RowId)
    """The practice for which they wrote."""
    body: Mapped[str] = mapped_column(Text)
    files: Mapped[list[Any] | None]
    """Files that came with it, as those of a version of a proposal."""
    mentions: Mapped[list[Any] | None]
    """Who is named in it, and may read it: where each name begins in the body, how long it is, and the person's number."""
    written_at: Mapped[datetime] = mapped_column(Moment)
    edited_at: Mapped[datetime | None] = mapped_column(Moment)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)


class CommentEdit(Federated, MappedBase):
    """An earlier wording of a comment, and the files that came with it."""

    __tablename__ = "network_comment_edit"
    __table_args__ = (
        within("comment_id", "network_comment"),
        Index("ix_network_comment_edit_comment", "federation_id", "comment_id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    comment_id: Mapped[int] = mapped_column(RowId)
    body: Mapped[str] = mapped_column(Text)
    files: Mapped[list[Any] | None]
    replaced_at: Mapped[datetime] = mapped_column(Moment)


class ThreadReading(Federated, MappedBase):
    """How far a person has read what is said about a thing: up to which comment, by its number, and when that was."""

    __tablename__ = "network_thread_reading"
    __table_args__ = (UniqueConstraint("federation_id", "person_id", "owner", "owner_id"),)
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    person_id: Mapped[int] = mapped_column(RowId, ForeignKey("people_person.id"))
    owner: Mapped[str] = mapped_column(String(60))
    owner_id: Mapped[int] = mapped_column(RowId)
    upto: Mapped[int] = mapped_column(RowId)
    read_at: Mapped[datetime] = mapped_column(Moment)
