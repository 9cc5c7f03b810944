"""Rounds, admissions, new residents and their plans."""

from datetime import timedelta
from typing import Any

from flask import Response, flash, redirect, render_template, url_for

from federation.toolkit import NotYours, actor, csv_response, day, forms, may, permission, today

from ..actions import running as act
from ..actions.homes import looks_after
from ..forms import AdmissionsForm, ArrivalForm, CareRoundForm, HomePlanForm
from ..models import CareHome
from ..permissions import KEEP, READ, VISIT
from ..queries import running as how
from ..queries.homes import home_seen, homes_seen
from ..rules.running import ROLES, monday_of, week_of
from . import blueprint


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
    return render_template("care_homes/round.html", form=form, home=found)


def _week_words(week: str) -> str:
    monday = monday_of(week)
    return f"The week of {day(monday)}" if monday else week


@blueprint.get("/<int:home_id>/rounds")
@permission(READ)
def rounds(home_id: int) -> str:
    """Every round of a home."""
    found = home_seen(actor(), home_id).home
    rows = [
        (
            _week_words(one.week),
            "Kept" if one.kept else "Missed",
            f"{one.reviewed:,}",
            ", ".join(ROLES[role] for role in one.came),
            one.note,
        )
        for one in how.every_round(home_id)
    ]
    return render_template("care_homes/rounds.html", home=found, rows=rows)


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
    return render_template("care_homes/admissions.html", form=form, home=found)


@blueprint.route("/<int:home_id>/arrivals", methods=["GET", "POST"])
@permission(VISIT)
def arrivals(home_id: int) -> Any:
    """Note that somebody moved in."""
    found = _concerned(home_id)
    form = ArrivalForm()
    if form.does(lambda: act.note_arrival(actor(), found.code, form.arrived.data)):
        flash("It is noted, and the plan is asked for.", "success")
        return redirect(url_for(".home", home_id=home_id), 303)
    return render_template("care_homes/arrival.html", form=form, home=found)


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
    return render_template("care_homes/plan.html", form=form, home=found, arrival=arrival)


@blueprint.get("/<int:home_id>/admissions.csv")
@permission(READ)
def admissions_csv(home_id: int) -> Response:
    """Admissions of a home by month."""
    found = home_seen(actor(), home_id).home
    rows = [(one.period, one.admissions, float(one.rate)) for one in how.admissions_of(found)]
    return csv_response("admissions.csv", ("Period", "Admissions", "For 100 beds"), rows)


@blueprint.get("/year.csv")
@permission(READ)
def year_csv() -> Response:
    """How the last 52 weeks went, a line for each home."""
    heads = (
        *("Home", "Looked after by", "Beds", "Rounds kept", "Weeks"),
        *("Plans in time", "Plans", "Pence a month"),
    )
    rows = []
    for one in homes_seen(actor()):
        kept, plans = how.rounds_of(one.home.id, 52), how.plans_of(one.home.id)
        name = one.practice.name if one.practice else ""
        total = how.money_of(one.home.beds).total
        rows.append(
            (one.home.name, name, one.home.beds, kept.kept, kept.weeks, plans.in_time, plans.of, total)
        )
    return csv_response("care-homes-year.csv", heads, rows)
