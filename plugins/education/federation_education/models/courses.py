"""Courses that are bought: who comes, what those say who came, and how a group judges them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from federation.toolkit import Federated, Moment, RowId, Table, federated_key, within

from .needs import a_person


class LearningCourse(Federated, Table):
    """A course. ``brief`` says what it is for and how it meets the four principles of adult learning; ``shares`` is how many
    places each practice has, by its number as text. ``freed``: places that nobody booked in time went to those who wait.

    It costs ``pence`` in all, of which a practice pays ``practice_pence`` for each place that it books. ``asked_level`` is
    the last level of evaluation that people were asked about; ``ended_on`` is the day on which it was over. ``quote_id`` is what
    the provider asked for it, ``chosen_because`` why that one was taken where another asked for less; ``earlier_id`` is the same
    course when it was held before. ``freed_pence`` is what was not spent of ``pence`` when it was stopped.
    """

    __tablename__ = "education_course"
    __table_args__ = (
        federated_key(),
        within("programme_id", "education_programme"),
        within("need_id", "education_need"),
        within("quote_id", "education_quote"),
        within("earlier_id", "education_course"),
        CheckConstraint("pence >= 0 and practice_pence >= 0 and places > 0", name="amounts"),
        CheckConstraint("practice_pence * places <= pence", name="paid"),
        CheckConstraint("freed_pence between 0 and pence", name="freed"),
        CheckConstraint("state in ('open', 'ended', 'stopped', 'called_off')", name="state"),
        Index("ix_education_course_programme", "federation_id", "programme_id"),
        Index("ix_education_course_due", "federation_id", "state", "freed", "book_by"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    programme_id: Mapped[int | None] = mapped_column(RowId)
    need_id: Mapped[int | None] = mapped_column(RowId)
    quote_id: Mapped[int | None] = mapped_column(RowId)
    chosen_because: Mapped[str | None] = mapped_column(Text)
    earlier_id: Mapped[int | None] = mapped_column(RowId)
    title: Mapped[str] = mapped_column(String(120))
    provider: Mapped[str] = mapped_column(String(120))
    brief: Mapped[dict[str, Any]]
    places: Mapped[int]
    shares: Mapped[dict[str, Any]]
    pence: Mapped[int]
    practice_pence: Mapped[int]
    freed_pence: Mapped[int] = mapped_column(default=0, server_default="0")
    book_by: Mapped[date]
    freed: Mapped[bool]
    group_id: Mapped[int | None] = mapped_column(RowId)
    state: Mapped[str] = mapped_column(String(12))
    ended_on: Mapped[date | None]
    asked_level: Mapped[int]
    bought_by: Mapped[int] = mapped_column(RowId, a_person())
    bought_at: Mapped[datetime] = mapped_column(Moment)


class CourseSession(Federated, Table):
    """A time at which a course is held. ``is_over``: nobody is asked any more to come to it."""

    __tablename__ = "education_session"
    __table_args__ = (
        federated_key(),
        within("course_id", "education_course"),
        CheckConstraint("minutes > 0", name="minutes"),
        Index("ix_education_session_course", "federation_id", "course_id", "starts_at"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    course_id: Mapped[int] = mapped_column(RowId)
    title: Mapped[str] = mapped_column(String(120))
    starts_at: Mapped[datetime] = mapped_column(Moment)
    minutes: Mapped[int]
    place: Mapped[str] = mapped_column(String(120))
    is_over: Mapped[bool] = mapped_column(default=False, server_default=false())


class CourseBooking(Federated, Table):
    """One place, of a person where one is named, else of somebody at the practice; ``booked``, ``waiting`` or ``given_up``. A
    person who was named by somebody else keeps the place once they have confirmed it."""

    __tablename__ = "education_booking"
    __table_args__ = (
        federated_key(),
        within("course_id", "education_course"),
        within("practice_id", "network_practice"),
        CheckConstraint("state in ('booked', 'waiting', 'given_up')", name="state"),
        Index("ix_education_booking_course", "federation_id", "course_id", "state"),
        Index("ix_education_booking_person", "federation_id", "person_id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    course_id: Mapped[int] = mapped_column(RowId)
    practice_id: Mapped[int] = mapped_column(RowId)
    person_id: Mapped[int | None] = mapped_column(RowId, a_person())
    state: Mapped[str] = mapped_column(String(8))
    booked_by: Mapped[int] = mapped_column(RowId, a_person())
    booked_at: Mapped[datetime] = mapped_column(Moment)
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)


class CourseAttendance(Federated, Table):
    """That a place was used at a session, or, where none is named, in the course as a whole."""

    __tablename__ = "education_attendance"
    __table_args__ = (
        federated_key(),
        within("course_id", "education_course"),
        within("session_id", "education_session"),
        within("booking_id", "education_booking"),
        UniqueConstraint("federation_id", "booking_id", "session_id", name="uq_education_attendance_once"),
        Index("ix_education_attendance_course", "federation_id", "course_id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    course_id: Mapped[int] = mapped_column(RowId)
    session_id: Mapped[int | None] = mapped_column(RowId)
    booking_id: Mapped[int] = mapped_column(RowId)
    noted_by: Mapped[int] = mapped_column(RowId, a_person())
    noted_at: Mapped[datetime] = mapped_column(Moment)
