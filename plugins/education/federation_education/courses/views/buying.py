"""Courses: what each is, buying one, and ending it."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from federation.toolkit import Invalid, actor, agreed, forms, permission

from ...blueprint import COURSE, blueprint
from ...needs import queries as needs
from ...programmes import queries as programmes
from .. import queries as courses
from ..actions import buying as act
from ..forms import CourseConfirmForm, CourseForm, SessionForm


@blueprint.route("/courses/new", methods=["GET", "POST"])
@permission("education.buy")
def new_course() -> Any:
    """Buy a course."""
    form = CourseForm()
    carried = [
        forms.Choice(one.id, f"Programme for {one.year}") for one in programmes.programmes(carried=True)
    ]
    asked = [forms.Choice(row.LearningNeed.id, row.LearningNeed.title) for row in needs.needs_asked()]
    form.programme.choices = [*carried, forms.Choice(0, "None")]
    form.need.choices = [*asked, forms.Choice(0, "None")]
    if done := form.does(lambda: act.commission(actor(), _wanted(form))):
        flash("The course is bought. Practices can book places.", "success")
        return redirect(url_for(".course", course_id=done.answer), 303)
    return render_template(
        "education/courses/course_form.html", form=form, limit=int(agreed("education.tender"))
    )


@blueprint.route(f"{COURSE}/sessions", methods=["GET", "POST"])
@permission("education.buy")
def new_session(course_id: int) -> Any:
    """Say when a course is held."""
    found, form = courses.course_here(course_id), SessionForm()
    if form.does(lambda: act.add_session(actor(), course_id, _session(form))):
        flash("The time is added.", "success")
        return redirect(url_for(".course", course_id=course_id), 303)
    return render_template("education/courses/session_form.html", form=form, course=found)


@blueprint.route(f"{COURSE}/end", methods=["GET", "POST"])
@permission("education.buy")
def end_course(course_id: int) -> Any:
    """End a course or call it off, after a page that says what follows."""
    found, form = courses.course_here(course_id), CourseConfirmForm()
    finish = act.call_off if "call_off" in request.form else act.end
    if form.does(lambda: finish(actor(), course_id)):
        flash("The course is called off." if finish is act.call_off else "The course is over.", "success")
        return redirect(url_for(".course", course_id=course_id), 303)
    return render_template("education/courses/course_end.html", form=form, course=found)


def _wanted(form: CourseForm) -> act.CourseWanted:
    return act.CourseWanted(
        form.title.data,
        form.brief,
        form.places.data or 0,
        form.pence.data or 0,
        form.practice_pence.data or 0,
        form.provider.data,
        form.programme.data or None,
        form.need.data or None,
        form.book_by.data,
    )


def _session(form: SessionForm) -> act.SessionWanted:
    starts_at = form.starts_at.data
    if starts_at is None:
        raise Invalid("Enter when it begins", "starts_at")
    return act.SessionWanted(starts_at, form.minutes.data or 0, form.place.data, form.title.data)
