"""Rounds, admissions, new residents and their plans."""

from datetime import timedelta
from typing import Any

from flask import Response, flash, redirect, render_template, url_for

from federation.toolkit import NotYours, actor, csv_response, day, forms, may, permission, today

from ..blueprint import blueprint
from ..homes.actions import looks_after
from ..homes.queries import HomeSeen, home_seen, homes_seen
from ..models import CareHome
from ..periods import monday_of, week_of
from ..permissions import ALIGN, KEEP, READ, VISIT
from ..privacy import in_words
from . import actions as act
from . import queries as how
from .forms import AdmissionsForm, ArrivalForm, CareRoundForm, HomePlanForm, ResidentChoicesForm
from .rules import ROLES

_ROUND = ("Week", "Round", "Residents looked at", "Who came", "Note")


def _concerned(home_id: int) -> CareHome:
    """A home, for somebody of the practice that looks after it, or who keeps the homes."""
    reader = actor()
    found = home_seen(reader, home_id).home
    if not looks_after(reader, found) and not may(reader, KEEP):
        raise NotYours()
    return found


@blueprint.route("/<int:home_id>/round", methods=["GET", "POST"])
@permission(VISIT)
def round_of(home_id: int) -> Any:
    """Say how a weekly round went."""
    found = _concerned(home_id)
    form = CareRoundForm(data={"week": week_of(today())})
    weeks = [week_of(today() - timedelta(weeks=back)) for back in range(12)]
    form.week.choices = [forms.Choice(week, _week_words(week)) for week in weeks]
    if form.does(
        lambda: act.keep_round(
            actor(),
            found.code,
            form.week.data,
            form.kept.data == "yes",
            form.reviewed.data or 0,
            form.came.data,
            form.note.data,
        )
    ):
        flash("The round is kept in the list.", "success")
        return redirect(url_for(".home", home_id=home_id), 303)
    return render_template("care_homes/running/round.html", form=form, home=found)


def _week_words(week: str) -> str:
    monday = monday_of(week)
    return f"The week of {day(monday)}" if monday else week


@blueprint.get("/<int:home_id>/rounds")
@permission(READ)
def rounds(home_id: int) -> str:
    """Every round of a home; notes, and numbers as they are, for those whom it concerns."""
    seen = home_seen(actor(), home_id)
    return render_template(
        "care_homes/running/rounds.html", home=seen.home, heads=_ROUND, rows=_rounds(seen), raw=seen.raw
    )


@blueprint.get("/<int:home_id>/rounds.csv")
@permission(READ)
def rounds_csv(home_id: int) -> Response:
    """The same as a spreadsheet."""
    return csv_response("rounds.csv", _ROUND, _rounds(home_seen(actor(), home_id)))


def _rounds(seen: HomeSeen) -> list[tuple[str, ...]]:
    return [
        (
            _week_words(one.week),
            "Kept" if one.kept else "Missed",
            seen.told(one.reviewed),
            ", ".join(ROLES[role] for role in one.came),
            one.note if seen.raw else "",
        )
        for one in how.every_round(seen.home.id)
    ]


@blueprint.route("/<int:home_id>/admissions", methods=["GET", "POST"])
@permission(VISIT)
def admissions(home_id: int) -> Any:
    """Enter the unplanned admissions of a month."""
    found = _concerned(home_id)
    form = AdmissionsForm()
    if form.does(
        lambda: act.count_admissions(actor(), found.code, form.month.data, form.admissions.data or 0)
    ):
        flash("The admissions are kept.", "success")
        return redirect(url_for(".home", home_id=home_id), 303)
    return render_template("care_homes/running/admissions.html", form=form, home=found)


@blueprint.route("/<int:home_id>/arrivals", methods=["GET", "POST"])
@permission(VISIT)
def arrivals(home_id: int) -> Any:
    """Note that somebody moved in."""
    found = _concerned(home_id)
    form = ArrivalForm(data={"people": 1})
    if form.does(lambda: act.note_arrivals(actor(), found.code, form.arrived.data, form.people.data or 0)):
        flash("It is noted, and plans are asked for.", "success")
        return redirect(url_for(".home", home_id=home_id), 303)
    return render_template("care_homes/running/arrival.html", form=form, home=found)


@blueprint.route("/<int:home_id>/plans/<int:arrival_id>", methods=["GET", "POST"])
@permission(VISIT)
def plan(home_id: int, arrival_id: int) -> Any:
    """Say that the plan of a new resident is done."""
    found = _concerned(home_id)
    arrival = how.arrival_here(home_id, arrival_id)
    form = HomePlanForm()
    if form.does(lambda: act.finish_plan(actor(), found.code, arrival_id, form.done.data)):
        flash("The plan is done.", "success")
        return redirect(url_for(".home", home_id=home_id), 303)
    return render_template("care_homes/running/plan.html", form=form, home=found, arrival=arrival)


@blueprint.get("/<int:home_id>/admissions.csv")
@permission(READ)
def admissions_csv(home_id: int) -> Response:
    """Admissions of a home by month; for those whom it does not concern by year, rounded."""
    seen = home_seen(actor(), home_id)
    rows: list[tuple[object, ...]] = [
        (one.period, one.admissions, float(one.rate)) for one in how.admissions_of(seen.home)
    ]
    if not seen.raw:
        years = reversed(how.years_of(seen.home, seen.small))
        rows = [(year, in_words(count, seen.small), "") for year, count in years]
    return csv_response("admissions.csv", ("Period", "Admissions", "For 100 beds"), rows)


@blueprint.route("/<int:home_id>/choices", methods=["GET", "POST"])
@permission(VISIT)
def choices(home_id: int) -> Any:
    """Say how many residents were asked, and how many stay with their practice."""
    found = _concerned(home_id)
    kept = how.choice_of(found)
    form = ResidentChoicesForm(data={"asked": kept.asked, "stayed": kept.stayed} if kept else {})
    if form.does(lambda: act.count_choices(actor(), found.code, form.asked.data or 0, form.stayed.data or 0)):
        flash("What residents chose is kept.", "success")
        return redirect(url_for(".home", home_id=home_id), 303)
    return render_template("care_homes/running/choices.html", form=form, home=found)


@blueprint.get("/choices")
@permission(READ)
def all_choices() -> str:
    """What residents of all homes chose."""
    lines = _chosen()
    return render_template(
        "care_homes/running/all_choices.html", lines=lines, sums=how.chosen_in_all(may(actor(), ALIGN))
    )


@blueprint.get("/choices.csv")
@permission(READ)
def choices_csv() -> Response:
    """The same as a spreadsheet."""
    heads = ("Home", "Looked after by", "Residents asked", "Stay with their practice", "Said on")
    return csv_response("residents-choose.csv", heads, _chosen())


def _chosen() -> list[tuple[Any, ...]]:
    seen = {one.home.id: one for one in homes_seen(actor())}
    return [
        (
            seen[one.home_id].home.name,
            seen[one.home_id].called,
            seen[one.home_id].told(one.asked),
            seen[one.home_id].told(one.stayed),
            day(one.said_on),
        )
        for one in how.choices()
    ]
