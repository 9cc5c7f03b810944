"""What somebody must do, whichever feature asks for it, and the keys of calendars that show it."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from federation.kernel.clock import Moment
from federation.kernel.db import MappedBase, RowId
from federation.kernel.tenancy import Federated, federated_key, within


class ThingDue(Federated, MappedBase):
    """One thing that a person, or whoever belongs to a practice, must do by a time.

    ``feature`` asks for it under a ``key``, once for each person and practice; without a key it has a row of that
    feature's own, with the number of this one. ``due_at`` is when it is late: for a ``whole_day`` the end of that day in
    England. ``word`` is what was said of it last, how far it has come or with what it was done. Only those who owe it
    see it, unless it is ``shared``.
    """

    __tablename__ = "network_due"
    __table_args__ = (
        federated_key(),
        within("practice_id", "network_practice"),
        CheckConstraint("person_id is not null or practice_id is not null", name="whose"),
        CheckConstraint("done_by is null or done_at is not null", name="done"),
        Index("ix_network_due_person", "federation_id", "person_id", "done_at", "due_at"),
        Index("ix_network_due_practice", "federation_id", "practice_id", "done_at", "due_at"),
        Index(
            "ix_network_due_open",
            *("federation_id", "feature", "due_at", "id"),
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
        Index(
            "ix_network_due_late",
            *("feature", "due_at"),
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
        Index(
            "ix_network_due_done",
            *("federation_id", "feature", "due_at", "id"),
            sqlite_where=text("done_at IS NOT NULL"),
            postgresql_where=text("done_at IS NOT NULL"),
        ),
        Index(
            "uq_network_due_of_person",
            *("federation_id", "feature", "key", "person_id"),
            unique=True,
            sqlite_where=text("person_id IS NOT NULL"),
            postgresql_where=text("person_id IS NOT NULL"),
        ),
        Index(
            "uq_network_due_of_practice",
            *("federation_id", "feature", "key", "practice_id"),
            unique=True,
            sqlite_where=text("person_id IS NULL"),
            postgresql_where=text("person_id IS NULL"),
        ),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    feature: Mapped[str] = mapped_column(String(20))
    key: Mapped[str | None] = mapped_column(String(100))
    person_id: Mapped[int | None] = mapped_column(RowId, ForeignKey("people_person.id"))
    practice_id: Mapped[int | None] = mapped_column(RowId)
    words: Mapped[str] = mapped_column(String(200))
    about: Mapped[str] = mapped_column(String(200), default="")
    endpoint: Mapped[str] = mapped_column(String(80))
    values: Mapped[dict[str, Any]] = mapped_column(default=dict)
    shared: Mapped[bool] = mapped_column(default=False)
    due_at: Mapped[datetime] = mapped_column(Moment)
    whole_day: Mapped[bool]
    since: Mapped[datetime] = mapped_column(Moment)
    begun: Mapped[bool] = mapped_column(default=False)
    word: Mapped[str] = mapped_column(Text, default="")
    done_at: Mapped[datetime | None] = mapped_column(Moment)
    done_by: Mapped[int | None] = mapped_column(RowId, ForeignKey("people_person.id"))

    @classmethod
    def is_open(cls) -> ColumnElement[bool]:
        """It is still to be done."""
        return cls.done_at.is_(None)


class CalendarKey(Federated, MappedBase):
    """The key of a person's calendar in one federation, as a hash: whoever has it reads what the person must do by when."""

    __tablename__ = "network_calendar_key"
    __table_args__ = (UniqueConstraint("federation_id", "person_id"), {"info": {"stays": True}})
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    person_id: Mapped[int] = mapped_column(RowId, ForeignKey("people_person.id"))
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(Moment)
