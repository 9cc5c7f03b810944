"""How it goes in a home: rounds, admissions, new residents and their plans."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select, update

from federation.toolkit import (
    Actor,
    DuePage,
    Invalid,
    NotYours,
    Refusal,
    add_due,
    add_working_days,
    authorize,
    done_due,
    held,
    may,
    plain_text,
    rows_changed,
    session,
    time_now,
    today,
    unit_of_work,
    write_record,
)

from ..homes.actions import home_of, looks_after
from ..models import CareHome, HomeArrival, HomeChoice, HomeMonth, HomeRound
from ..periods import is_month, monday_of
from ..permissions import KEEP, VISIT
from .rules import ROLES, plan_due

LONGEST_NOTE = 500
MOST_ARRIVALS = 20
MOST_ASKED = 2_000


def _held_home(actor: Actor, code: str) -> CareHome:
    """A home for somebody of the practice that looks after it, or who keeps the homes."""
    authorize(actor, VISIT)
    home, _now = held(CareHome, home_of(code).id)
    if not looks_after(actor, home) and not may(actor, KEEP):
        raise NotYours()
    return home


def keep_round(
    actor: Actor, code: str, week: str, kept: bool, reviewed: int, came: Sequence[str] = (), note: str = ""
) -> int:
    """Say whether the round of a week (2026-W40) was kept, how many residents were looked at, and which roles came. Said
    again, it is put right. Returns its number."""
    monday = monday_of(week)
    if monday is None:
        raise Invalid("Enter a week, for example 2026-W40", "week")
    if monday > today():
        raise Invalid("This week has not begun yet", "week")
    note = plain_text(note, "note")
    if len(note) > LONGEST_NOTE:
        raise Invalid(f"Write {LONGEST_NOTE} characters or less", "note")
    if not set(came) <= ROLES.keys():
        raise Invalid("Select who came", "came")
    if not kept and (reviewed or came):
        raise Invalid("Nobody can have come to a round that was not kept", "kept")
    with unit_of_work():
        home = _held_home(actor, code)
        if not 0 <= reviewed <= home.beds:
            raise Invalid(f"Enter a number from 0 to {home.beds}, the beds of the home", "reviewed")
        row = session.scalar(select(HomeRound).where(HomeRound.home_id == home.id, HomeRound.week == week))
        if row is None:
            row = HomeRound(home_id=home.id, week=week)
            session.add(row)
        row.kept, row.reviewed, row.note = kept, reviewed, note
        row.came = [role for role in ROLES if role in came]
        row.person_id, row.said_at = actor.person_id, time_now()
        session.flush()
        if home.practice_id is not None:
            done_due(f"care_homes.round:{home.id}:{week}", actor.person_id, practice_id=home.practice_id)
        write_record(actor.person_id, "care_homes.round", f"care_homes:{home.id}", week=week, kept=kept)
        return row.id


def count_admissions(actor: Actor, code: str, month: str, admissions: int) -> None:
    """Say how many unplanned admissions to hospital a month (2026-10) had."""
    if not is_month(month):
        raise Invalid("Enter a month, for example 2026-10", "month")
    if month > today().isoformat()[:7]:
        raise Invalid("This month has not begun yet", "month")
    with unit_of_work():
        home = _held_home(actor, code)
        if not 0 <= admissions <= home.beds * 10:
            raise Invalid("Enter a whole number, 0 or more", "admissions")
        row = session.scalar(select(HomeMonth).where(HomeMonth.home_id == home.id, HomeMonth.month == month))
        if row is None:
            row = HomeMonth(home_id=home.id, month=month)
            session.add(row)
        row.admissions, row.person_id = admissions, actor.person_id
        session.flush()
        write_record(actor.person_id, "care_homes.admissions", f"care_homes:{home.id}", month=month)


def note_arrivals(actor: Actor, code: str, arrived: date, people: int = 1) -> list[int]:
    """Note that so many people moved in or came back on a day, whoever they are: the practice owes assessment and plan for each.
    The record tells this and a plan that is done alike, so that nobody counts new residents there."""
    if arrived > today():
        raise Invalid("The day cannot be in the future", "arrived")
    if not 1 <= people <= MOST_ARRIVALS:
        raise Invalid(f"Enter a number from 1 to {MOST_ARRIVALS}", "people")
    with unit_of_work():
        home = _held_home(actor, code)
        if home.practice_id is None:
            raise Refusal("No practice looks after this home yet.")
        due = plan_due(arrived, add_working_days)
        rows = [
            HomeArrival(home_id=home.id, arrived_on=arrived, due_on=due, person_id=actor.person_id)
            for _one in range(people)
        ]
        session.add_all(rows)
        session.flush()
        for row in rows:
            add_due(
                f"care_homes.plan:{row.id}",
                f"Assessment and plan of a new resident of {home.name}",
                due,
                DuePage("care_homes.home", {"home_id": home.id}),
                practices=[home.practice_id],
                about="Counts only: the plan itself is in your practice’s own record",
            )
        write_record(actor.person_id, "care_homes.plans", f"care_homes:{home.id}")
        return [row.id for row in rows]


def finish_plan(actor: Actor, code: str, arrival_id: int, done: date) -> None:
    """Say that assessment and plan of a new resident were done on a day."""
    with unit_of_work():
        home = _held_home(actor, code)
        row, _now = held(HomeArrival, arrival_id)
        if row.home_id != home.id:
            raise NotYours()
        if not row.arrived_on <= done <= today():
            raise Invalid("The day must lie between moving in and today", "done")
        changed = rows_changed(
            update(HomeArrival)
            .where(HomeArrival.id == arrival_id, HomeArrival.done_on.is_(None))
            .values(done_on=done)
        )
        if not changed:
            raise Refusal("This plan was done already.")
        done_due(
            f"care_homes.plan:{arrival_id}", actor.person_id, "The plan is done", practice_id=home.practice_id
        )
        write_record(actor.person_id, "care_homes.plans", f"care_homes:{home.id}")


def count_choices(actor: Actor, code: str, asked: int, stayed: int) -> None:
    """Say how many residents were asked whether they change to the practice that looks after their home, and how many of these
    chose to stay with their own: counts alone. Said again, it is put right."""
    with unit_of_work():
        home = _held_home(actor, code)
        if home.practice_id is None:
            raise Refusal("No practice looks after this home yet.")
        if not 0 <= asked <= MOST_ASKED:
            raise Invalid(f"Enter a number from 0 to {MOST_ASKED}", "asked")
        if not 0 <= stayed <= asked:
            raise Invalid("No more can have stayed than were asked", "stayed")
        same = (HomeChoice.home_id == home.id, HomeChoice.practice_id == home.practice_id)
        row = session.scalar(select(HomeChoice).where(*same))
        if row is None:
            row = HomeChoice(home_id=home.id, practice_id=home.practice_id)
            session.add(row)
        row.asked, row.stayed, row.said_on, row.person_id = asked, stayed, today(), actor.person_id
        session.flush()
        write_record(actor.person_id, "care_homes.asked", f"care_homes:{home.id}")
