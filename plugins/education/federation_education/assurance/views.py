"""Places that are booked and given up, who came, what they say, and the verdict."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from federation.toolkit import NotFound, actor, permission

from ..blueprint import COURSE, blueprint
from ..briefs.rules import PRINCIPLES, may_be_judged, principles_met
from ..courses import queries as courses
from . import actions as act
from . import queries as assurance
from .actions import judge, may_judge, next_place, open_levels, say
from .forms import EvaluationForm, ExplainForm, VerdictForm
from .rules import QUESTIONS


@blueprint.route(f"{COURSE}/levels/<int:level>", methods=["GET", "POST"])
@permission("education.answer")
def evaluate(course_id: int, level: int) -> Any:
    """Answer at one level."""
    found, form = courses.course_here(course_id), EvaluationForm()
    if level not in QUESTIONS:
        raise NotFound()
    is_open = level in open_levels(found) and next_place(actor(), course_id, level) is not None
    if form.does(lambda: say(actor(), course_id, level, form.yes.data == "yes", form.words.data)):
        flash("Thank you.", "success")
        return redirect(url_for(".course", course_id=course_id), 303)
    return render_template(
        "education/assurance/evaluate.html",
        form=form,
        course=found,
        question=QUESTIONS[level],
        level=level,
        is_open=is_open,
    )


@blueprint.route(f"{COURSE}/verdict", methods=["GET", "POST"])
@permission("education.judge")
def verdict(course_id: int) -> Any:
    """Judge a course: its brief against what came of it."""
    found, form = courses.course_here(course_id), VerdictForm()
    if form.does(lambda: _judge(course_id, form)):
        flash("The verdict is noted.", "success")
        return redirect(url_for(".course", course_id=course_id), 303)
    return render_template(
        "education/assurance/verdict.html",
        form=form,
        course=found,
        is_mine=may_judge(actor(), found),
        said=assurance.said_of(course_id),
        questions=QUESTIONS,
        principles=PRINCIPLES,
        met=principles_met(found.brief),
        may_be_judged=may_be_judged(found.brief),
    )


@blueprint.route(f"{COURSE}/why", methods=["GET", "POST"])
@permission("education.buy")
def explain(course_id: int) -> Any:
    """Say why the brief does not meet all four principles."""
    found = courses.course_here(course_id)
    form = ExplainForm(data={"because": found.brief["because"]})
    if form.does(lambda: act.explain(actor(), course_id, form.because.data)):
        flash("The reason stands in the brief.", "success")
        return redirect(url_for(".course", course_id=course_id), 303)
    return render_template("education/assurance/explain.html", form=form, course=found)


def _judge(course_id: int, form: VerdictForm) -> int:
    said = form.verdict.data or "", form.reason.data, form.right_by.data
    return judge(actor(), course_id, *said)
