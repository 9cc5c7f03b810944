"""Homes, counts of their residents, alternatives that were worked out, and how it goes. Counts only: no row is about a person
who lives in a home."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from federation.toolkit import AwaitsDecision, Federated, Moment, RowId, Table, federated_key, within

_JSON = JSON(none_as_null=True)


def _person() -> ForeignKey:
    return ForeignKey("people_person.id")


class CareHome(Federated, Table):
    """A home by its location number of the CQC directory. ``practice_id`` looks after it, since ``aligned_at``, by the
    decision ``decision_id`` (None: it was so before); ``x`` and ``y`` are metres to the east and the north, of latitude and
    longitude where a file gave those. ``beds`` are 0 where they are not known; ``asked_week`` is the last week whose round was
    asked for."""

    __tablename__ = "care_homes_home"
    __table_args__ = (
        federated_key(),
        within("practice_id", "network_practice"),
        UniqueConstraint("federation_id", "code"),
        Index("ix_care_homes_home_practice", "federation_id", "practice_id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    code: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(60))
    postcode: Mapped[str] = mapped_column(String(10))
    network: Mapped[str] = mapped_column(String(120))
    beds: Mapped[int]
    latitude: Mapped[str] = mapped_column(String(24))
    longitude: Mapped[str] = mapped_column(String(24))
    x: Mapped[int | None]
    y: Mapped[int | None]
    practice_id: Mapped[int | None] = mapped_column(RowId)
    aligned_at: Mapped[datetime | None] = mapped_column(Moment)
    decision_id: Mapped[int | None] = mapped_column(RowId)
    lead_id: Mapped[int | None] = mapped_column(RowId, _person())
    counted_on: Mapped[date | None]
    asked_week: Mapped[str] = mapped_column(String(8), default="")


class HomeResidents(Federated, Table):
    """How many residents of a home are registered with a practice, by its ODS code: also one that is not of this
    federation."""

    __tablename__ = "care_homes_residents"
    __table_args__ = (
        federated_key(),
        within("home_id", "care_homes_home"),
        UniqueConstraint("federation_id", "home_id", "code"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    home_id: Mapped[int] = mapped_column(RowId)
    code: Mapped[str] = mapped_column(String(10))
    count: Mapped[int]


class PracticeSpot(Federated, Table):
    """Where a practice lies, in metres to the east and the north."""

    __tablename__ = "care_homes_spot"
    __table_args__ = (
        federated_key(),
        within("practice_id", "network_practice"),
        UniqueConstraint("federation_id", "practice_id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    practice_id: Mapped[int] = mapped_column(RowId)
    x: Mapped[int]
    y: Mapped[int]


class HomeAlternative(AwaitsDecision, Federated, Table):
    """An alignment as it was worked out, never changed. ``homes`` says the practice of each home by their codes, ``before``
    the practice that each had; ``detail`` has for each home its beds, residents, moves and metres, and the limit by which it
    costs more than with another practice ("far", "fixed"; since alternatives keep that); ``caps`` the most beds of
    each practice, ``used`` those that it gets. ``shown`` has residents and moves, of each home and of all (""), worked out from
    rounded counts alone, for everybody; None is few."""

    __tablename__ = "care_homes_alternative"
    __table_args__ = (federated_key(),)
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    title: Mapped[str] = mapped_column(String(80))
    made_by: Mapped[int] = mapped_column(RowId, _person())
    made_at: Mapped[datetime] = mapped_column(Moment)
    moves_weight: Mapped[int]
    metres_weight: Mapped[int]
    furthest: Mapped[int | None]
    fixed: Mapped[Any] = mapped_column(_JSON)
    caps: Mapped[Any] = mapped_column(_JSON)
    used: Mapped[Any] = mapped_column(_JSON)
    homes: Mapped[Any] = mapped_column(_JSON)
    before: Mapped[Any] = mapped_column(_JSON)
    detail: Mapped[Any] = mapped_column(_JSON)
    binding: Mapped[Any] = mapped_column(_JSON)
    cost: Mapped[int]
    moves: Mapped[int]
    residents: Mapped[int]
    metres: Mapped[int]
    gap: Mapped[int]
    shown: Mapped[Any | None] = mapped_column(_JSON)
    letter: Mapped[str] = mapped_column(String(1))


class HomeRound(Federated, Table):
    """A weekly round of a home, by its week of the year (2026-W40): whether it was kept, how many residents were looked at, and
    which roles came."""

    __tablename__ = "care_homes_round"
    __table_args__ = (
        federated_key(),
        within("home_id", "care_homes_home"),
        UniqueConstraint("federation_id", "home_id", "week"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    home_id: Mapped[int] = mapped_column(RowId)
    week: Mapped[str] = mapped_column(String(8))
    kept: Mapped[bool]
    reviewed: Mapped[int]
    came: Mapped[Any] = mapped_column(_JSON)
    note: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int] = mapped_column(RowId, _person())
    said_at: Mapped[datetime] = mapped_column(Moment)


class HomeMonth(Federated, Table):
    """Unplanned admissions to hospital from a home in a month (2026-10)."""

    __tablename__ = "care_homes_month"
    __table_args__ = (
        federated_key(),
        within("home_id", "care_homes_home"),
        UniqueConstraint("federation_id", "home_id", "month"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    home_id: Mapped[int] = mapped_column(RowId)
    month: Mapped[str] = mapped_column(String(7))
    admissions: Mapped[int]
    person_id: Mapped[int] = mapped_column(RowId, _person())


class HomeArrival(Federated, Table):
    """That somebody moved in or came back on a day, whoever it was, and when assessment and plan were done; ``due_on`` is the
    last day for it by the rule of that day."""

    __tablename__ = "care_homes_arrival"
    __table_args__ = (federated_key(), within("home_id", "care_homes_home"))
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    home_id: Mapped[int] = mapped_column(RowId)
    arrived_on: Mapped[date]
    due_on: Mapped[date]
    done_on: Mapped[date | None]
    person_id: Mapped[int] = mapped_column(RowId, _person())


class HomeChoice(Federated, Table):
    """How many residents of a home were asked whether they change to the practice that looks after it, and how many chose to
    stay with their own."""

    __tablename__ = "care_homes_choice"
    __table_args__ = (
        federated_key(),
        within("home_id", "care_homes_home"),
        within("practice_id", "network_practice"),
        UniqueConstraint("federation_id", "home_id", "practice_id"),
        CheckConstraint("0 <= stayed AND stayed <= asked", name="part"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    home_id: Mapped[int] = mapped_column(RowId)
    practice_id: Mapped[int] = mapped_column(RowId)
    asked: Mapped[int]
    stayed: Mapped[int]
    said_on: Mapped[date]
    person_id: Mapped[int] = mapped_column(RowId, _person())


class HomeOffer(Federated, Table):
    """Something offered to the staff of a home, by a practice or by all (None): a course, somebody to ask. It stands until
    ``ended_at``, when it is said how many took it up and what came of it."""

    __tablename__ = "care_homes_offer"
    __table_args__ = (
        federated_key(),
        within("home_id", "care_homes_home"),
        within("practice_id", "network_practice"),
        Index("ix_care_homes_offer_home", "federation_id", "home_id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    home_id: Mapped[int] = mapped_column(RowId)
    practice_id: Mapped[int | None] = mapped_column(RowId)
    kind: Mapped[str] = mapped_column(String(10))
    title: Mapped[str] = mapped_column(String(120))
    words: Mapped[str] = mapped_column(Text)
    places: Mapped[int | None]
    person_id: Mapped[int] = mapped_column(RowId, _person())
    offered_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    taken: Mapped[int | None]
    outcome: Mapped[str] = mapped_column(Text)


class HomeTurnover(Federated, Table):
    """How many in 100 of its staff left a home in a quarter of a year (2026-Q4), as the home says."""

    __tablename__ = "care_homes_turnover"
    __table_args__ = (
        federated_key(),
        within("home_id", "care_homes_home"),
        UniqueConstraint("federation_id", "home_id", "quarter"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    home_id: Mapped[int] = mapped_column(RowId)
    quarter: Mapped[str] = mapped_column(String(7))
    percent: Mapped[int]
    person_id: Mapped[int] = mapped_column(RowId, _person())


class HomeEvidence(Federated, Table):
    """Something that works in care homes: who brought it, and what a second person made of it. ``verdict`` is empty until
    then."""

    __tablename__ = "care_homes_evidence"
    __table_args__ = (federated_key(),)
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    title: Mapped[str] = mapped_column(String(120))
    words: Mapped[str] = mapped_column(Text)
    submitted_by: Mapped[int] = mapped_column(RowId, _person())
    submitted_at: Mapped[datetime] = mapped_column(Moment)
    verdict: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(Text)
    reviewed_by: Mapped[int | None] = mapped_column(RowId, _person())
    reviewed_at: Mapped[datetime | None] = mapped_column(Moment)
