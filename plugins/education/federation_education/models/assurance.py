"""What those say who came to a course, and how a group judged it."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from federation.toolkit import Federated, Moment, RowId, Table, federated_key, within

from .needs import a_person


class CourseAnswer(Federated, Table):
    """What somebody who came says at one of the four levels, yes or no. At level 4 a practice says it, and ``booking_id`` is
    that of its first place."""

    __tablename__ = "education_answer"
    __table_args__ = (
        federated_key(),
        within("course_id", "education_course"),
        within("booking_id", "education_booking"),
        UniqueConstraint(
            "federation_id", "course_id", "level", "booking_id", name="uq_education_answer_once"
        ),
        CheckConstraint("level between 1 and 4", name="level"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    course_id: Mapped[int] = mapped_column(RowId)
    level: Mapped[int]
    booking_id: Mapped[int] = mapped_column(RowId)
    said: Mapped[bool]
    words: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int] = mapped_column(RowId, a_person())
    said_at: Mapped[datetime] = mapped_column(Moment)


class CourseOpinion(Federated, Table):
    """How one of its judges would judge a course, since the verdict ``after_id`` (None: the first); never changed. Whoever
    changes their mind says something newer."""

    __tablename__ = "education_opinion"
    __table_args__ = (
        federated_key(),
        within("course_id", "education_course"),
        within("after_id", "education_verdict"),
        CheckConstraint("verdict in ('accept', 'remedy', 'stop')", name="verdict"),
        CheckConstraint("person_id <> bought_by", name="apart"),
        Index("ix_education_opinion_course", "federation_id", "course_id", "id"),
        {"info": {"append_only": ("UPDATE", "DELETE")}},
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    course_id: Mapped[int] = mapped_column(RowId)
    after_id: Mapped[int | None] = mapped_column(RowId)
    verdict: Mapped[str] = mapped_column(String(6))
    reason: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int] = mapped_column(RowId, a_person())
    bought_by: Mapped[int] = mapped_column(RowId, a_person())
    right_by: Mapped[date | None]
    said_at: Mapped[datetime] = mapped_column(Moment)


class CourseVerdict(Federated, Table):
    """How a course was judged: ``accept``, ``remedy`` or ``stop``, by two who said the same. The newest counts; none is ever
    changed. ``confirmed_by`` is None in those of the time in which one person judged; the database refuses another of that
    kind, and any by whoever bought the course. ``right_by`` is the day until which something is put right."""

    __tablename__ = "education_verdict"
    __table_args__ = (
        federated_key(),
        within("course_id", "education_course"),
        CheckConstraint("verdict in ('accept', 'remedy', 'stop')", name="verdict"),
        CheckConstraint("person_id <> bought_by", name="apart"),
        Index("ix_education_verdict_course", "federation_id", "course_id", "id"),
        {"info": {"append_only": ("UPDATE", "DELETE")}},
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    course_id: Mapped[int] = mapped_column(RowId)
    verdict: Mapped[str] = mapped_column(String(6))
    reason: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int] = mapped_column(RowId, a_person())
    confirmed_by: Mapped[int | None] = mapped_column(RowId, a_person())
    confirmed_because: Mapped[str | None] = mapped_column(Text)
    bought_by: Mapped[int] = mapped_column(RowId, a_person())
    group_id: Mapped[int | None] = mapped_column(RowId)
    right_by: Mapped[date | None]
    judged_at: Mapped[datetime] = mapped_column(Moment)
