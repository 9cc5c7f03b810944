"""Homes as a spreadsheet, a new one, counts of residents, the clinical lead."""

from collections.abc import Iterator
from typing import Any

from flask import Response, flash, redirect, render_template, url_for

from federation.toolkit import (
    NotYours,
    actor,
    csv_response,
    forms,
    may,
    people_of,
    permission,
)

from ..blueprint import blueprint
from ..lines import as_lines, read_count, read_lines
from ..permissions import COUNT, KEEP, READ, VISIT
from . import actions as act
from .forms import CareHomeForm, HomeLeadForm, ResidentsForm
from .queries import HomeSeen, home_seen, homes_seen


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
    return render_template("care_homes/homes/new.html", form=form)


def _typed(form: CareHomeForm) -> dict[str, Any]:
    fields = ("code", "name", "kind", "postcode", "network", "beds", "x", "y")
    return {field: getattr(form, field).data for field in fields}


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
    return render_template("care_homes/homes/count.html", form=form, home=seen.home, whole=seen.raw)


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
    return render_template("care_homes/homes/lead.html", form=form, home=found)
