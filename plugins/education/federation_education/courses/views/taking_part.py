"""Places that are booked and given up, and who came."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from federation.toolkit import Invalid, actor, forms, permission, practices

from ...blueprint import COURSE, blueprint
from .. import queries as courses
from ..actions import booking as act
from ..actions.attending import note_attendance
from ..forms import AttendanceForm, BookingForm, CourseConfirmForm


@blueprint.route(f"{COURSE}/book", methods=["GET", "POST"])
@permission("education.book")
def book(course_id: int) -> Any:
    """Book places for one's practice."""
    found, form = courses.course_here(course_id), BookingForm()
    if form.does(lambda: _book(course_id, form)):
        flash("Your booking is noted. The page says which places you have.", "success")
        return redirect(url_for(".course", course_id=course_id), 303)
    return render_template("education/courses/booking_form.html", form=form, course=found)


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
    return render_template("education/courses/give_up.html", form=form, course=found, last=last)


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
    return render_template("education/courses/attendance.html", form=form, course=found, booked=booked)


def _book(course_id: int, form: BookingForm) -> list[int]:
    if form.practice.data is None:
        raise Invalid("Select your practice", "practice")
    return act.book(actor(), course_id, form.practice.data, form.people.data or 0)


def _note(course_id: int, form: AttendanceForm) -> bool:
    note_attendance(actor(), course_id, form.came.data or ())
    return True
