"""The page of a course: its brief, places, cost, and how it is judged."""

from flask import Response, render_template

from federation.toolkit import actor, csv_response, may, permission, today

from ..assurance import queries as assurance
from ..assurance.actions.asking import next_place, open_levels
from ..assurance.actions.judging import may_judge
from ..assurance.rules import QUESTIONS, VERDICTS
from ..blueprint import COURSE, blueprint
from ..briefs.queries import brief_of
from ..briefs.rules import PRINCIPLES, may_be_judged, principles_met
from ..courses import queries as courses
from ..courses.rules import in_turn
from ..programmes.actions import judges
from ..terms import shared_words
from . import queries as gathered
from .rules import stages


@blueprint.get(COURSE)
@permission("education.read")
def course(course_id: int) -> str:
    """A course: its brief, places, who is next, cost, and how it is judged."""
    found, person = courses.course_here(course_id), actor()
    places, sessions = courses.holders_of(found), courses.sessions_of(course_id)
    verdicts = assurance.verdicts_of(course_id)
    before = assurance.verdicts_of(found.earlier_id) if found.earlier_id else []
    waiting = sum(one.holder.waiting for one in places)
    names = {one.holder.code: one.practice.name for one in places}
    asked = open_levels(found) if may(person, "education.answer") else []
    about, judge = gathered.about(found), judges().get(found.group_id, "A group that has ended")
    own = {seat.practice_id for seat in person.seats}
    return render_template(
        "education/page/course.html",
        course=found,
        about=about,
        stages=stages(gathered.dates_of(found, about, sessions, verdicts, judge), today()),
        held=gathered.held_words(sessions),
        places=places,
        taken=sum(one.holder.booked for one in places),
        waiting=waiting,
        order=[names[code] for code in in_turn([one.holder for one in places], waiting)],
        sessions=sessions,
        shared=shared_words(about.programme.least if about.programme else 0),
        mine=[one for one in places if one.practice.id in own],
        booking=courses.own_booking(course_id, person.person_id),
        costs=courses.costs_of(found),
        principles=PRINCIPLES,
        met=principles_met(found.brief),
        may_be_judged=may_be_judged(found.brief),
        levels=gathered.levels_of(found),
        questions=QUESTIONS,
        verdicts=verdicts,
        before=before,
        verdict_words=VERDICTS,
        weighed=assurance.weighed(course_id),
        judged_names=assurance.judges_told([*verdicts, *before]),
        uptake=courses.uptake_of(found),
        need=gathered.need_of(found),
        brief_id=brief_of(found.quote_id),
        judged_by=judge,
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
        rows.append(
            (
                one.practice.name,
                one.holder.share,
                one.holder.booked,
                one.holder.waiting,
                cost.pays if cost else 0,
                cost.share if cost else 0,
                uptake.came,
                "" if uptake.people is None else uptake.people,
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
