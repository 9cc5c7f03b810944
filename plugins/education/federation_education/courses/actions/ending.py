"""Ending a course, calling it off, or stopping it."""

from federation.toolkit import (
    Actor,
    authorize,
    drop_due,
    mail,
    paid,
    time_now,
    today,
    unit_of_work,
    write_record,
)

from ...models import LearningCourse
from ..queries import attended, bookings_of, holders_of, sessions_of
from ..rules import spent_when_stopped
from .booking import let_go
from .buying import open_course


def end(actor: Actor, course_id: int) -> None:
    """The course is over: practices have paid for the places they booked, and those who came are asked about it from now on."""
    authorize(actor, "education.buy")
    with unit_of_work():
        course = open_course(course_id)
        course.state, course.ended_on = "ended", today()
        _nobody_comes(course_id)
        for holder in holders_of(course):
            if pence := holder.holder.booked * course.practice_pence:
                paid(
                    f"education.course:{course.id}", course.title, practice_id=holder.practice.id, pence=pence
                )
        write_record(actor.person_id, "education.ended", f"education_course:{course.id}")


def call_off(actor: Actor, course_id: int) -> None:
    """The course is not held: nobody has a place any more, and its money is the programme's again."""
    authorize(actor, "education.buy")
    with unit_of_work():
        course = open_course(course_id)
        course.state = "called_off"
        _cancel_places(course, "It has been called off.")
        write_record(actor.person_id, "education.called_off", f"education_course:{course.id}")


def stop(course: LearningCourse) -> None:
    """In the open unit of work: its judges have stopped a course. Of one that is not over yet, places are cancelled, whoever had
    one hears of it, and what was not spent on sessions that have begun is the programme's again; nobody has paid for a place."""
    if course.state == "open":
        course.freed_pence = course.pence - spent_when_stopped(
            course.pence, [(one.minutes, one.starts_at <= time_now()) for one in sessions_of(course.id)]
        )
        _cancel_places(course, "Those who judge it have stopped it.")
    course.state = "stopped"


def _cancel_places(course: LearningCourse, because: str) -> None:
    """Nobody has a place any more but for those that were used, and whoever had one or waited hears of it."""
    used = attended(course.id)
    there = [one for one in bookings_of(course.id) if one.state != "given_up"]
    for one in there:
        if one.id not in used:
            let_go(one)
    _nobody_comes(course.id)
    text = f"{course.title} is not held any more. {because}\n\nYour place is cancelled, and there is nothing to pay."
    whose = {one.person_id or one.booked_by for one in there}
    mail(f"education.cancelled:{course.id}", whose, f"Cancelled: {course.title}"[:200], text)


def _nobody_comes(course_id: int) -> None:
    """Nobody owes any more to come to a session of the course."""
    for one in sessions_of(course_id):
        drop_due(f"education.come:{one.id}")
