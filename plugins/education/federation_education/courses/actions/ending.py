"""Ending a course, or calling it off."""

from federation.toolkit import Actor, authorize, drop_due, paid, today, unit_of_work, write_record

from ..queries import holders_of, sessions_of
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
    """The course is not held; its money is the programme's again."""
    authorize(actor, "education.buy")
    with unit_of_work():
        course = open_course(course_id)
        course.state = "called_off"
        _nobody_comes(course_id)
        write_record(actor.person_id, "education.called_off", f"education_course:{course.id}")


def _nobody_comes(course_id: int) -> None:
    """Nobody owes any more to come to a session of the course."""
    for one in sessions_of(course_id):
        drop_due(f"education.come:{one.id}")
