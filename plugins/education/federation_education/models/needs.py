"""What people need to learn, as practices see it, and what the members decide to buy of it in a year."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from federation.toolkit import Federated, Moment, RowId, Table, federated_key, within


def a_person() -> ForeignKey:
    """Somebody, who is the same in all federations."""
    return ForeignKey("people_person.id")


class LearningNeed(Federated, Table):
    """What practices are asked about one role. ``tasks`` is a list of ``{"key": "1", "words": …}``, in order."""

    __tablename__ = "education_need"
    __table_args__ = (federated_key(), Index("ix_education_need_closes", "federation_id", "closes_on", "id"))
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    title: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(60))
    tasks: Mapped[list[Any]]
    closes_on: Mapped[date]
    asked_by: Mapped[int] = mapped_column(RowId, a_person())
    asked_at: Mapped[datetime] = mapped_column(Moment)


class NeedReply(Federated, Table):
    """What a practice answered. ``answers`` has a pair by the key of a task: how important it is, and how well it is done
    now, each 1 to 7; ``people`` is how many have the role there, None where nobody said."""

    __tablename__ = "education_reply"
    __table_args__ = (
        federated_key(),
        UniqueConstraint("federation_id", "need_id", "practice_id"),
        within("need_id", "education_need"),
        within("practice_id", "network_practice"),
        Index("ix_education_reply_person", "federation_id", "person_id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    need_id: Mapped[int] = mapped_column(RowId)
    practice_id: Mapped[int] = mapped_column(RowId)
    people: Mapped[int | None]
    answers: Mapped[dict[str, Any]]
    person_id: Mapped[int] = mapped_column(RowId, a_person())
    answered_at: Mapped[datetime] = mapped_column(Moment)
