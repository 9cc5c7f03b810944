"""The page of a course: its brief, places, cost, and how it is judged."""

from flask import Response, render_template

from federation.toolkit import actor, csv_response, may, permission

from ..assurance import queries as assurance
from ..assurance.actions import may_judge, next_place, open_levels
from ..assurance.rules import QUESTIONS, VERDICTS, level_times
from ..blueprint import COURSE, blueprint
from ..briefs.rules import PRINCIPLES, may_be_judged, principles_met
from ..courses import queries as courses
from ..courses.rules import in_turn
from ..programmes.actions import judges


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
        "education/page/course.html",
        course=found,
        places=places,
        taken=sum(one.holder.booked for one in places),
        waiting=waiting,
        order=[names[code] for code in in_turn([one.holder for one in places], waiting)],
        sessions=courses.sessions_of(course_id),
        mine=_mine(places, {seat.practice_id for seat in person.seats}),
        costs=courses.costs_of(found),
        principles=PRINCIPLES,
        met=principles_met(found.brief),
        may_be_judged=may_be_judged(found.brief),
        said=assurance.said_of(course_id),
        questions=QUESTIONS,
        times=level_times(found.ended_on) if found.ended_on else {},
        verdicts=assurance.verdicts_of(course_id),
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


def _mine(places: list[courses.CoursePlaces], practices: set[int]) -> list[courses.CoursePlaces]:
    return [one for one in places if one.practice.id in practices]
