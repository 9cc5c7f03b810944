"""The list of homes, and the page of one."""

from collections.abc import Iterator
from typing import Any

from flask import Response, flash, redirect, render_template, url_for

from federation.toolkit import (
    NotYours,
    actor,
    csv_response,
    decision,
    forms,
    may,
    people_of,
    permission,
    practices,
    time_chart,
    today,
)

from ..actions import homes as act
from ..forms import CareHomeForm, HomeLeadForm, ResidentsForm
from ..permissions import ALIGN, COUNT, KEEP, READ, SUPPORT, VISIT
from ..queries import running as how
from ..queries.homes import HomeSeen, home_seen, homes_seen
from ..queries.support import offers
from ..rules.alignment import mixed
from ..rules.privacy import in_words
from ..rules.running import SMALL_HOME
from . import blueprint
from .lines import as_lines, read_count, read_lines


@blueprint.get("/")
@permission(READ)
def index() -> str:
    """All homes, and which practice looks after which."""
    reader = actor()
    seen = homes_seen(reader)
    return render_template(
        "care_homes/index.html",
        homes=seen,
        beds=sum(one.home.beds for one in seen),
        year=today().year,
        aligned=sum(1 for one in seen if one.practice),
        may_keep=may(reader, KEEP),
        may_align=may(reader, ALIGN),
    )


@blueprint.get("/homes.csv")
@permission(READ)
def homes_csv() -> Response:
    """Homes, their practices and residents, as far as this reader may see them."""
    heads = ("CQC location", "Name", "Type", "Beds", "Looked after by", "ODS code", "Residents")
    return csv_response("care-homes.csv", heads, list(_rows(homes_seen(actor()))))


def _rows(seen: list[HomeSeen]) -> Iterator[tuple[Any, ...]]:
    for one in seen:
        home, name = one.home, one.practice.name if one.practice else ""
        for code in one.residents or ("",):
            shown = one.shown(code) if code else ""
            yield home.code, home.name, home.kind, home.beds, name, code, shown


@blueprint.route("/new", methods=["GET", "POST"])
@permission(KEEP)
def new_home() -> Any:
    """Enter a home by hand."""
    form = CareHomeForm()
    if done := form.does(lambda: act.enter_home(actor(), _typed(form))):
        flash("The home is entered.", "success")
        return redirect(url_for(".home", home_id=done.answer), 303)
    return render_template("care_homes/new.html", form=form)


def _typed(form: CareHomeForm) -> dict[str, Any]:
    fields = ("code", "name", "kind", "postcode", "network", "beds", "x", "y")
    return {field: getattr(form, field).data for field in fields}


@blueprint.get("/<int:home_id>")
@permission(READ)
def home(home_id: int) -> str:
    """One home: who looks after it, and how that goes."""
    reader = actor()
    seen = home_seen(reader, home_id)
    found = seen.home
    rounds, points = how.rounds_of(home_id, 12), how.admissions_of(found)
    concerned = act.looks_after(reader, found) or may(reader, KEEP)
    names = {one.code: one.name for one in practices()}
    _number, share = mixed(seen.parts)
    return render_template(
        "care_homes/home.html",
        seen=seen,
        home=found,
        rounds=rounds,
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


@blueprint.route("/<int:home_id>/residents", methods=["GET", "POST"])
@permission(COUNT)
def count(home_id: int) -> Any:
    """How many residents are registered with each practice."""
    reader = actor()
    seen = home_seen(reader, home_id)
    known = {code: n for code, n in seen.residents.items() if seen.raw or code in seen.mine}
    form = ResidentsForm(data={"counts": as_lines(known).splitlines()})
    if form.does(lambda: act.count_residents(reader, seen.home.code, _counts(form))):
        flash("The counts are kept.", "success")
        return redirect(url_for(".home", home_id=home_id), 303)
    return render_template("care_homes/count.html", form=form, home=seen.home, whole=seen.raw)


def _counts(form: ResidentsForm) -> dict[str, int]:
    found = read_lines(form.counts.data, "counts", read_count, "Z99001 12")
    return {code.upper(): number for code, number in found.items()}


@blueprint.route("/<int:home_id>/lead", methods=["GET", "POST"])
@permission(VISIT)
def lead(home_id: int) -> Any:
    """Who is the clinical lead."""
    reader = actor()
    found = home_seen(reader, home_id).home
    if not act.looks_after(reader, found) and not may(reader, KEEP):
        raise NotYours()
    people = people_of(found.practice_id, "representative", "member") if found.practice_id else []
    form = HomeLeadForm(data={"lead": found.lead_id})
    form.lead.choices = [
        forms.Choice(key, name) for key, name in {one.id: one.name for one in people}.items()
    ]
    if form.does(lambda: act.name_lead(reader, found.code, form.lead.data)):
        flash("The clinical lead is kept.", "success")
        return redirect(url_for(".home", home_id=home_id), 303)
    return render_template("care_homes/lead.html", form=form, home=found)
