"""The first page, and the page of one home."""

from typing import Any

from flask import render_template

from federation.toolkit import actor, day, decision, may, people_of, permission, practices, time_chart, today

from ..aligning.rules import mixed
from ..blueprint import blueprint
from ..homes.actions import looks_after
from ..homes.queries import HomeSeen, home_seen, homes_seen
from ..periods import monday_of
from ..permissions import ALIGN, COUNT, KEEP, READ, SUPPORT, VISIT
from ..privacy import in_words
from ..running import queries as how
from ..running.rules import SMALL_HOME
from ..support.queries import offers


@blueprint.get("/")
@permission(READ)
def index() -> str:
    """All homes, and which practice looks after which."""
    reader = actor()
    seen = homes_seen(reader)
    return render_template(
        "care_homes/page/index.html",
        homes=seen,
        beds=sum(one.home.beds for one in seen),
        year=today().year,
        aligned=sum(1 for one in seen if one.practice),
        may_keep=may(reader, KEEP),
        may_align=may(reader, ALIGN),
    )


@blueprint.get("/<int:home_id>")
@permission(READ)
def home(home_id: int) -> str:
    """One home: who looks after it, and how that goes."""
    reader = actor()
    seen = home_seen(reader, home_id)
    found = seen.home
    rounds, points = how.rounds_of(home_id, 12), how.admissions_of(found)
    concerned = looks_after(reader, found) or may(reader, KEEP)
    names = {one.code: one.name for one in practices()}
    _number, share = mixed(seen.parts)
    return render_template(
        "care_homes/page/home.html",
        seen=seen,
        home=found,
        rounds=rounds,
        missed=[f"the week of {day(monday)}" for week in rounds.missed if (monday := monday_of(week))],
        is_lead=looks_after(reader, found) and found.lead_id == reader.person_id,
        this_week=how.this_week(home_id),
        came=how.role_words(rounds) if rounds.kept else [],
        plans=how.plans_of(home_id),
        chart=_chart(points) if seen.raw else None,
        years=[(year, in_words(count, seen.small)) for year, count in how.years_of(found, seen.small)],
        small=found.beds < SMALL_HOME,
        money=how.money_of(found.beds),
        lead=_lead(found.practice_id, found.lead_id),
        chosen=decision(found.decision_id) if found.decision_id else None,
        residents=[(names.get(code, code), seen.shown(code)) for code in seen.listed],
        share=share,
        choice=_choice(seen),
        crowded=seen.raw and bool(found.beds) and sum(seen.residents.values()) > found.beds,
        offers=[one for one in offers(home_id, 5) if one.ended_at is None],
        today=today(),
        may_visit=concerned and may(reader, VISIT),
        may_offer=may(reader, SUPPORT),
        may_count=may(reader, COUNT) and bool(reader.seats or may(reader, KEEP)),
    )


def _choice(seen: HomeSeen) -> str:
    """How many residents were asked, and how many stay with their practice by their own choice; empty before any was."""
    found = how.choice_of(seen.home)
    if found is None or not found.asked:
        return ""
    return f"Asked to change: {seen.told(found.asked)}. Chose to stay with their own practice: {seen.told(found.stayed)}."


def _chart(points: list[Any]) -> Any:
    if len(points) < 2:
        return None
    return time_chart([(one.period, one.rate) for one in points], "Admissions for 100 beds")


def _lead(practice_id: int | None, lead_id: int | None) -> str:
    """The name of the lead, where there is one who is still of the practice."""
    if practice_id is None or lead_id is None:
        return ""
    found = people_of(practice_id, "representative", "member")
    return next((one.name for one in found if one.id == lead_id), "")
