"""Who was invited from outside to one thing, and what opens it to them."""

from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey, Index, String, and_
from sqlalchemy.orm import Mapped, mapped_column

from federation.kernel.clock import Moment
from federation.kernel.db import MappedBase, RowId
from federation.kernel.record import now_here
from federation.kernel.tenancy import Federated


class InvitedGuest(Federated, MappedBase):
    """A guest of a thing, which is ``number`` of a ``kind`` that ``feature`` has. Name and address are the person's.

    The link opens it until ``until``; its secret and the ``code`` that was mailed last are kept as hashes.
    """

    __tablename__ = "network_guest"
    __table_args__ = (Index("ix_network_guest_thing", "federation_id", "kind", "number", "id"),)
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    person_id: Mapped[int] = mapped_column(RowId, ForeignKey("people_person.id"), unique=True)
    feature: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(40))
    number: Mapped[int] = mapped_column(RowId)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    invited_by: Mapped[int | None] = mapped_column(RowId, ForeignKey("people_person.id"))
    invited_at: Mapped[datetime] = mapped_column(Moment)
    until: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    code_hash: Mapped[str | None] = mapped_column(String(64))
    code_until: Mapped[datetime | None] = mapped_column(Moment)

    @classmethod
    def is_open(cls) -> ColumnElement[bool]:
        """Its link opens the thing now."""
        return and_(cls.ended_at.is_(None), cls.until > now_here())
