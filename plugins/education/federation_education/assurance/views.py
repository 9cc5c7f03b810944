"""Places that are booked and given up, who came, what they say, and the verdict."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from federation.toolkit import NotFound, actor, permission

from ..blueprint import COURSE, blueprint
from ..briefs.rules import PRINCIPLES, may_be_judged, principles_met
from ..courses import queries as courses
from . import queries as assurance
from .actions import judging
from .actions.asking import next_place, open_levels, say
from .actions.judging import may_judge
from .forms import EvaluationForm, ExplainForm, VerdictForm
from .rules import QUESTIONS, VERDICTS

_WEIGHED = "It is noted. Once another judge says the same, the course is judged so."
_JUDGED = "Two of you say the same, so the course is judged."


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
    if done := form.does(lambda: _judge(course_id, form)):
        flash(_JUDGED if done.answer.verdict_id else _WEIGHED, "success")
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
        weighed=assurance.weighed(course_id),
        verdict_words=VERDICTS,
    )


@blueprint.route(f"{COURSE}/why", methods=["GET", "POST"])
@permission("education.buy")
def explain(course_id: int) -> Any:
    """Say why the brief does not meet all four principles."""
    found = courses.course_here(course_id)
    form = ExplainForm(data={"because": found.brief["because"]})
    if form.does(lambda: judging.explain(actor(), course_id, form.because.data)):
        flash("The reason stands in the brief.", "success")
        return redirect(url_for(".course", course_id=course_id), 303)
    return render_template("education/assurance/explain.html", form=form, course=found)


def _judge(course_id: int, form: VerdictForm) -> judging.CourseJudging:
    said = form.verdict.data or "", form.reason.data, form.right_by.data
    return judging.judge(actor(), course_id, *said)
