"""Courses: what each is, buying one, and ending it."""

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for

from federation.toolkit import Invalid, actor, agreed, csv_response, forms, may, permission

from ..actions import courses as act
from ..actions.judging import may_judge, next_place, open_levels
from ..actions.programmes import judges
from ..forms.courses import CourseConfirmForm, CourseForm, ExplainForm, SessionForm
from ..queries import courses, needs, programmes
from ..rules.brief import PRINCIPLES, QUESTIONS, VERDICTS, level_times, may_be_judged, met
from ..rules.places import in_turn
from . import blueprint

COURSE = "/courses/<int:course_id>"


@blueprint.get(COURSE)
@permission("education.read")
def course(course_id: int) -> str:
    """A course: its brief, places, who is next, cost, and how it is judged."""
    found, person = courses.course_here(course_id), actor()
    places = courses.holders_of(found)
    waiting = sum(one.holder.waiting for one in places)
    names = {one.holder.code: one.practice.name for one in places}
    asked = open_levels(found) if may(person, "education.answer") else []
    return render_template(
        "education/course.html",
        course=found,
        places=places,
        taken=sum(one.holder.booked for one in places),
        waiting=waiting,
        order=[names[code] for code in in_turn([one.holder for one in places], waiting)],
        sessions=courses.sessions_of(course_id),
        mine=_mine(places, {seat.practice_id for seat in person.seats}),
        costs=courses.costs_of(found),
        principles=PRINCIPLES,
        met=met(found.brief),
        may_be_judged=may_be_judged(found.brief),
        said=courses.said_of(course_id),
        questions=QUESTIONS,
        times=level_times(found.ended_on) if found.ended_on else {},
        verdicts=courses.verdicts_of(course_id),
        verdict_words=VERDICTS,
        uptake=courses.uptake_of(found),
        judged_by=judges().get(found.group_id, "A group that has ended"),
        asked=[level for level in asked if next_place(person, course_id, level)],
        may_buy=may(person, "education.buy"),
        may_book=may(person, "education.book") and found.state == "open",
        may_judge=may(person, "education.judge") and may_judge(person, found),
    )


@blueprint.get(f"{COURSE}.csv")
@permission("education.read")
def course_csv(course_id: int) -> Response:
    """Places, cost and uptake of a course by practice, as a spreadsheet."""
    found = courses.course_here(course_id)
    costs = {one.practice.id: one for one in courses.costs_of(found)}
    came = {one.practice.id: one for one in courses.uptake_of(found)}
    rows = []
    for one in courses.holders_of(found):
        cost, uptake = costs.get(one.practice.id), came[one.practice.id]
        people = "" if uptake.people is None else uptake.people
        rows.append(
            (
                one.practice.name,
                one.holder.share,
                one.holder.booked,
                one.holder.waiting,
                cost.pays if cost else 0,
                cost.share if cost else 0,
                uptake.came,
                people,
            )
        )
    heads = (
        "Practice",
        "Share",
        "Booked",
        "Waiting",
        "Pays (pence)",
        "Of the cost (pence)",
        "Came",
        "Of people",
    )
    return csv_response(f"course-{course_id}.csv", heads, rows)


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
    return render_template("education/course_form.html", form=form, limit=int(agreed("education.tender")))


@blueprint.route(f"{COURSE}/sessions", methods=["GET", "POST"])
@permission("education.buy")
def new_session(course_id: int) -> Any:
    """Say when a course is held."""
    found, form = courses.course_here(course_id), SessionForm()
    if form.does(lambda: act.add_session(actor(), course_id, _session(form))):
        flash("The time is added.", "success")
        return redirect(url_for(".course", course_id=course_id), 303)
    return render_template("education/session_form.html", form=form, course=found)


@blueprint.route(f"{COURSE}/why", methods=["GET", "POST"])
@permission("education.buy")
def explain(course_id: int) -> Any:
    """Say why the brief does not meet all four principles."""
    found = courses.course_here(course_id)
    form = ExplainForm(data={"because": found.brief["because"]})
    if form.does(lambda: act.explain(actor(), course_id, form.because.data)):
        flash("The reason stands in the brief.", "success")
        return redirect(url_for(".course", course_id=course_id), 303)
    return render_template("education/explain.html", form=form, course=found)


@blueprint.route(f"{COURSE}/end", methods=["GET", "POST"])
@permission("education.buy")
def end_course(course_id: int) -> Any:
    """End a course or call it off, after a page that says what follows."""
    found, form = courses.course_here(course_id), CourseConfirmForm()
    finish = act.call_off if "call_off" in request.form else act.end
    if form.does(lambda: finish(actor(), course_id)):
        flash("The course is called off." if finish is act.call_off else "The course is over.", "success")
        return redirect(url_for(".course", course_id=course_id), 303)
    return render_template("education/course_end.html", form=form, course=found)


def _mine(places: list[courses.CoursePlaces], practices: set[int]) -> list[courses.CoursePlaces]:
    return [one for one in places if one.practice.id in practices]


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
