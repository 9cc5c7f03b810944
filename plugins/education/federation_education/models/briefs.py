"""What a course must do, and what providers ask for it."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from federation.toolkit import Federated, Moment, RowId, Table, federated_key, within

from .needs import a_person


class CourseBrief(Federated, Table):
    """What providers are asked: ``brief`` says what the course is for and how it meets the four principles of adult learning.
    Quotes come until ``closes_at``."""

    __tablename__ = "education_brief"
    __table_args__ = (
        federated_key(),
        within("programme_id", "education_programme"),
        within("need_id", "education_need"),
        CheckConstraint("places > 0", name="places"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    programme_id: Mapped[int | None] = mapped_column(RowId)
    need_id: Mapped[int | None] = mapped_column(RowId)
    title: Mapped[str] = mapped_column(String(120))
    brief: Mapped[dict[str, Any]]
    places: Mapped[int]
    closes_at: Mapped[datetime] = mapped_column(Moment)
    written_by: Mapped[int] = mapped_column(RowId, a_person())
    written_at: Mapped[datetime] = mapped_column(Moment)


class CourseQuote(Federated, Table):
    """What a provider asks for a brief in all, and how they would do it. ``person_id`` is the guest; of several of one guest the
    newest counts, and none is ever changed."""

    __tablename__ = "education_quote"
    __table_args__ = (
        federated_key(),
        within("brief_id", "education_brief"),
        CheckConstraint("pence >= 0", name="pence"),
        Index("ix_education_quote_brief", "federation_id", "brief_id", "id"),
        {"info": {"append_only": ("UPDATE", "DELETE")}},
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    brief_id: Mapped[int] = mapped_column(RowId)
    person_id: Mapped[int] = mapped_column(RowId, a_person())
    pence: Mapped[int]
    teachers: Mapped[str] = mapped_column(String(200))
    words: Mapped[str] = mapped_column(Text)
    given_at: Mapped[datetime] = mapped_column(Moment)
