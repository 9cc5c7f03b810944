"""Places that are booked and given up, and who came."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from federation.toolkit import Invalid, PersonFacts, actor, forms, people_of, permission, practices

from ...blueprint import COURSE, blueprint
from ...courses.actions.attending import note_attendance
from .. import queries as courses
from ..actions import booking as act
from ..forms import AttendanceForm, BookingForm, CourseConfirmForm, PassOnForm


@blueprint.route(f"{COURSE}/book", methods=["GET", "POST"])
@permission("education.book")
def book(course_id: int) -> Any:
    """Book places for one's practice."""
    found, form = courses.course_here(course_id), BookingForm()
    form.named.choices = [forms.Choice(one.id, one.name) for one in _colleagues()]
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


@blueprint.post(f"{COURSE}/confirm")
@permission("education.book")
def confirm(course_id: int) -> Any:
    """Take the place that somebody booked for one."""
    courses.course_here(course_id)
    act.confirm(actor(), course_id)
    flash("You have confirmed your place.", "success")
    return redirect(url_for(".course", course_id=course_id), 303)


@blueprint.route(f"{COURSE}/pass-on", methods=["GET", "POST"])
@permission("education.book")
def pass_on(course_id: int) -> Any:
    """Offer one's place to a colleague."""
    found, form, person = courses.course_here(course_id), PassOnForm(), actor()
    form.person.choices = [
        forms.Choice(one.id, one.name) for one in _colleagues() if one.id != person.person_id
    ]
    own = courses.own_booking(course_id, person.person_id)
    if form.does(lambda: act.pass_on(actor(), course_id, form.person.data or 0)):
        flash("Your colleague is asked to confirm the place.", "success")
        return redirect(url_for(".course", course_id=course_id), 303)
    return render_template("education/courses/pass_on.html", form=form, course=found, own=own)


@blueprint.get(f"{COURSE}/people")
@permission("education.read")
def taking_part(course_id: int) -> str:
    """Who takes part: names for whoever bought the course and within each practice, numbers for others."""
    found = courses.course_here(course_id)
    return render_template(
        "education/courses/taking_part.html", course=found, lines=courses.people_lines(found, actor())
    )


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


def _colleagues() -> list[PersonFacts]:
    """Who belongs to the practices of whoever asks, each once."""
    found = {one.id: one for seat in actor().seats for one in people_of(seat.practice_id)}
    return sorted(found.values(), key=lambda one: (one.name, one.id))


def _book(course_id: int, form: BookingForm) -> list[int]:
    if form.practice.data is None:
        raise Invalid("Select your practice", "practice")
    named, count = form.named.data, form.people.data
    if bool(named) is (count is not None):
        raise Invalid("Select people, or enter for how many: one of the two", "people")
    return act.book(actor(), course_id, form.practice.data, named or count or 0)


def _note(course_id: int, form: AttendanceForm) -> bool:
    note_attendance(actor(), course_id, form.came.data or ())
    return True
