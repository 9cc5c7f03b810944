"""Courses: what each is, buying one, and ending it."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from federation.toolkit import Invalid, actor, forms, permission

from ...blueprint import COURSE, blueprint
from ...briefs import queries as briefs
from ...courses.actions.ending import call_off, end
from .. import queries as courses
from ..actions import buying as act
from ..forms import CourseConfirmForm, CourseForm, QuotedCourseForm, SessionForm


@blueprint.route("/courses/new", methods=["GET", "POST"])
@permission("education.buy")
def new_course() -> Any:
    """Buy a course."""
    form = CourseForm()
    form.offer_choices()
    form.earlier.choices = _earlier_choices()
    if done := form.does(lambda: act.commission(actor(), _wanted(form))):
        flash("The course is bought. Practices can book places.", "success")
        return redirect(url_for(".course", course_id=done.answer), 303)
    return render_template("education/courses/course_form.html", form=form, limit=briefs.tender_limit())


@blueprint.route("/quotes/<int:quote_id>/buy", methods=["GET", "POST"])
@permission("education.buy")
def buy_quoted(quote_id: int) -> Any:
    """Buy a course as a provider has quoted it."""
    found, form = briefs.quote_here(quote_id), QuotedCourseForm()
    form.earlier.choices = _earlier_choices()
    if done := form.does(lambda: act.buy_quoted(actor(), quote_id, _quoted(form))):
        flash("The course is bought. Practices can book places.", "success")
        return redirect(url_for(".course", course_id=done.answer), 303)
    return render_template(
        "education/courses/quoted_form.html",
        form=form,
        quote=found,
        brief=briefs.brief_here(found.brief_id),
        provider=briefs.provider_of(found),
        limit=briefs.tender_limit(),
        bought=briefs.bought_for(found.brief_id),
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
    finish = call_off if "call_off" in request.form else end
    if form.does(lambda: finish(actor(), course_id)):
        flash("The course is called off." if finish is call_off else "The course is over.", "success")
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
        earlier_id=form.earlier.data or None,
    )


def _quoted(form: QuotedCourseForm) -> act.QuotedCourse:
    return act.QuotedCourse(
        form.practice_pence.data or 0, form.book_by.data, form.earlier.data or None, form.because.data
    )


def _earlier_choices() -> list[forms.Choice]:
    over = [one for one in courses.courses() if one.state == "ended"]
    return [*(forms.Choice(one.id, f"{one.title} (course {one.id})") for one in over), forms.Choice(0, "No")]


def _session(form: SessionForm) -> act.SessionWanted:
    starts_at = form.starts_at.data
    if starts_at is None:
        raise Invalid("Enter when it begins", "starts_at")
    return act.SessionWanted(starts_at, form.minutes.data or 0, form.place.data, form.title.data)
