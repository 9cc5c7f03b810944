"""A survey before and while it is open: opening, moving the close, closing early; and the list of all."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from federation.toolkit import Invalid, Refusal, actor, day, may, moment, permission

from ..actions import surveys as act
from ..actions.inviting import to_invite
from ..forms.surveys import ExtendForm, SurveyCloseForm, SurveyOpenForm, SurveyPlanForm
from ..letters import reminders_until
from ..queries import surveys as queries
from ..queries.results import SurveyResults, results_of
from ..rules.floor import FLOOR
from . import blueprint
from .results import base_asked, show_results

_SURVEY = "/surveys/<int:survey_id>"


@blueprint.get("/surveys/")
@permission("diagnostics.read")
def surveys() -> str:
    """All surveys."""
    return render_template(
        "diagnostics/surveys.html",
        newest=queries.newest(actor().person_id),
        waves=queries.waves(),
        runs=may(actor(), "diagnostics.run"),
    )


@blueprint.get(_SURVEY)
@permission("diagnostics.read")
def survey(survey_id: int) -> str:
    """A survey: how it stands while it is open, what it found afterwards."""
    found = results_of(survey_id, base_asked())
    if isinstance(found, SurveyResults):
        return show_results(found)
    facts = queries.survey_of(survey_id, actor().person_id)
    return render_template(
        "diagnostics/survey_open.html", survey=facts, runs=may(actor(), "diagnostics.run"), floor=FLOOR
    )


@blueprint.get("/surveys/new")
@permission("diagnostics.run")
def plan_survey() -> str:
    """What a new survey is for and when it closes."""
    return _plan_page(SurveyPlanForm())


@blueprint.get("/surveys/new/check")
@permission("diagnostics.run")
def check_survey() -> str | Response:
    """Everything about a new survey, before it is opened."""
    form = SurveyPlanForm()
    if not request.args:
        return redirect(url_for(".plan_survey"))
    if not (form.validate() and form.tries(lambda: act.check_plan(form.close))):
        return _plan_page(form)
    return _check_page(form, SurveyOpenForm(formdata=None))


@blueprint.post("/surveys/new/check")
@permission("diagnostics.run")
def open_survey() -> str | Response:
    """Open it."""
    form, plan = SurveyOpenForm(), SurveyPlanForm(formdata=request.form)
    if not form.validate_on_submit():
        plan.validate()
        return _plan_page(plan)
    done = form.tries(lambda: act.open_survey(actor(), form.title.data, form.purpose.data, form.close))
    if done is None and isinstance(form.refused, Invalid):
        plan.refuse(form.refused)
        return _plan_page(plan)
    if done is None:
        return _check_page(plan, form)
    flash("The survey is open, and invitations are on their way.", "success")
    return redirect(url_for(".survey", survey_id=done.answer), 303)


def _plan_page(form: SurveyPlanForm) -> str:
    newest = queries.newest(actor().person_id)
    under_way = newest if newest and newest.state == "open" else None
    return render_template("diagnostics/survey_plan.html", form=form, under_way=under_way)


def _check_page(plan: SurveyPlanForm, form: SurveyOpenForm) -> str:
    return render_template(
        "diagnostics/survey_check.html",
        form=form,
        plan=plan,
        typed=plan.typed,
        change_url=url_for(".plan_survey", **plan.typed),
        invited=to_invite(),
        reminders=reminders_until(plan.close),
        floor=FLOOR,
    )


@blueprint.route(f"{_SURVEY}/extend", methods=["GET", "POST"])
@permission("diagnostics.run")
def extend_survey(survey_id: int) -> str | Response:
    """Give people more time."""
    form = ExtendForm()

    def do() -> str:
        act.extend(actor(), survey_id, form.close)
        return f"The survey now closes {moment(form.close)}."

    return _change(survey_id, form, "diagnostics/survey_extend.html", do)


@blueprint.route(f"{_SURVEY}/close", methods=["GET", "POST"])
@permission("diagnostics.run")
def close_survey(survey_id: int) -> str | Response:
    """Close before the time."""
    form = SurveyCloseForm()

    def do() -> str:
        act.close_early(actor(), survey_id, form.reason.data)
        return "The survey is closed, and its results are worked out."

    return _change(survey_id, form, "diagnostics/survey_close.html", do)


def _change(survey_id: int, form: Any, template: str, do: Any) -> str | Response:
    facts = queries.survey_of(survey_id, actor().person_id)
    if form.does(lambda: flash(do(), "success")):
        return redirect(url_for(".survey", survey_id=survey_id), 303)
    elif facts.state != "open":
        raise Refusal(f"This survey closed on {day(facts.closed_at or facts.closes_at)}.")
    return render_template(template, form=form, survey=facts)
