"""What recurs: the round of the week is asked for."""

from datetime import timedelta

from sqlalchemy import ColumnElement, Select, select, update

from federation.toolkit import DuePage, add_due, rows_changed, session, today, unit_of_work

from .models import CareHome
from .periods import monday_of, week_of


def ask_for_rounds() -> int:
    """Ask the practice of each home for the round of this week, once; returns how many were asked."""
    week, waiting, asked = week_of(today()), _waiting(), 0
    for home_id in session.scalars(select(CareHome.id).where(*waiting).limit(200)).all():
        with unit_of_work():
            if not rows_changed(
                update(CareHome).where(CareHome.id == home_id, *waiting).values(asked_week=week)
            ):
                continue
            home = session.get_one(CareHome, home_id)
            monday = monday_of(week) or today()
            add_due(
                f"care_homes.round:{home.id}:{week}",
                f"The weekly round of {home.name}",
                monday + timedelta(days=6),
                DuePage("care_homes.round_of", {"home_id": home.id}),
                practices=[home.practice_id or 0],
            )
            asked += 1
    return asked


def where_to_ask() -> Select[int]:
    """The federations with a home whose practice was not asked for the round of this week."""
    return select(CareHome.federation_id).where(*_waiting()).distinct()


def _waiting() -> tuple[ColumnElement[bool], ...]:
    return CareHome.practice_id.is_not(None), CareHome.asked_week != week_of(today())
