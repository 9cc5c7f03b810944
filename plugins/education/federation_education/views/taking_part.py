"""Places that are booked and given up, who came, what they say, and the verdict."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from federation.toolkit import Invalid, NotFound, actor, forms, permission, practices

from ..actions import bookings as act
from ..actions.judging import judge, may_judge, next_place, open_levels, say
from ..forms.courses import AttendanceForm, BookingForm, CourseConfirmForm, EvaluationForm, VerdictForm
from ..queries import courses
from ..rules.brief import PRINCIPLES, QUESTIONS, may_be_judged, met
from . import blueprint
from .courses import COURSE


@blueprint.route(f"{COURSE}/book", methods=["GET", "POST"])
@permission("education.book")
def book(course_id: int) -> Any:
    """Book places for one's practice."""
    found, form = courses.course_here(course_id), BookingForm()
    if form.does(lambda: _book(course_id, form)):
        flash("Your booking is noted. The page says which places you have.", "success")
        return redirect(url_for(".course", course_id=course_id), 303)
    return render_template("education/booking_form.html", form=form, course=found)


@blueprint.route(f"{COURSE}/give-up", methods=["GET", "POST"])
@permission("education.book")
def give_up(course_id: int) -> Any:
    """Give one of the practice's places up."""
    found, form, person = courses.course_here(course_id), CourseConfirmForm(), actor()
    mine = {seat.practice_id for seat in person.seats}
    places = [
        one for one in courses.bookings_of(course_id) if one.practice_id in mine and one.state != "given_up"
    ]
    own = [one for one in places if one.person_id == person.person_id]
    in_order = own or sorted(places, key=lambda one: (one.state == "booked", -one.id))
    last = next(iter(in_order), None)
    if last is not None and form.does(lambda: act.give_up(actor(), course_id, last.id)):
        flash("The place is given up.", "success")
        return redirect(url_for(".course", course_id=course_id), 303)
    return render_template("education/give_up.html", form=form, course=found, last=last)


@blueprint.route(f"{COURSE}/came", methods=["GET", "POST"])
@permission("education.buy")
def attendance(course_id: int) -> Any:
    """Note who came."""
    found, form = courses.course_here(course_id), AttendanceForm()
    names = {one.id: one.name for one in practices()}
    booked = [one for one in courses.bookings_of(course_id) if one.state == "booked"]
    form.came.choices = [
        forms.Choice(one.id, f"{names.get(one.practice_id, 'A former practice')}, place {at}")
        for at, one in enumerate(booked, 1)
    ]
    if form.does(lambda: _note(course_id, form)):
        flash("It is noted who came.", "success")
        return redirect(url_for(".course", course_id=course_id), 303)
    return render_template("education/attendance.html", form=form, course=found, booked=booked)


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
        "education/evaluate.html",
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
    if form.does(lambda: judge(actor(), course_id, form.verdict.data or "", form.reason.data)):
        flash("The verdict is noted.", "success")
        return redirect(url_for(".course", course_id=course_id), 303)
    return render_template(
        "education/verdict.html",
        form=form,
        course=found,
        is_mine=may_judge(actor(), found),
        said=courses.said_of(course_id),
        questions=QUESTIONS,
        principles=PRINCIPLES,
        met=met(found.brief),
        may_be_judged=may_be_judged(found.brief),
    )


def _book(course_id: int, form: BookingForm) -> list[int]:
    if form.practice.data is None:
        raise Invalid("Select your practice", "practice")
    return act.book(actor(), course_id, form.practice.data, form.people.data or 0)


def _note(course_id: int, form: AttendanceForm) -> bool:
    act.note_attendance(actor(), course_id, form.came.data or ())
    return True
