"""Made-up courses: one that is over and judged, and one that can be booked."""

from datetime import timedelta
from typing import Final

from federation.toolkit import Actor, actor_of, people, practices, time_now, today

from ..assurance.actions import judge, may_judge, say
from ..courses.actions.attending import note_attendance
from ..courses.actions.booking import book
from ..courses.actions.buying import CourseWanted, SessionWanted, commission
from ..courses.actions.ending import end
from ..courses.queries import bookings_of, course_here
from ..needs.queries import needs_asked

_BRIEF: Final = {
    "aim": "Look at a leg wound and say why it does not heal. Measure the blood flow with a Doppler. Choose a dressing.",
    "why": "Practices say that this is where the gap is largest.",
    "doing": "Half of the time is practice in pairs.",
    "solving": "Everybody brings a case, with nothing about the patient.",
    "use": "",
    "because": "Three practices get their Doppler later. Their nurses come back for an hour then.",
}


def fill(executive: Actor) -> None:
    """A course that is over, with what came of it, and the next one."""
    booking = {one.practice_id: one.id for one in people("representative")}
    known = [one.id for one in practices() if one.id in booking and one.membership == "full"]
    asked = [row.LearningNeed.id for row in needs_asked()]
    need_id = min(asked) if asked else None
    if known:
        _held(executive, [(one, actor_of(booking[one])) for one in known], need_id)
        _to_come(executive, [(one, actor_of(booking[one])) for one in known], need_id)


def _held(executive: Actor, known: list[tuple[int, Actor]], need_id: int | None) -> None:
    begins = time_now().replace(hour=13, minute=0, second=0, microsecond=0) - timedelta(days=3)
    sessions = [
        SessionWanted(begins - timedelta(days=14 * ago), 210, "Quayside Practice, meeting room", title)
        for ago, title in (
            (2, "Look, and find the cause"),
            (1, "Doppler and compression"),
            (0, "Your own cases"),
        )
    ]
    wanted = CourseWanted(
        "Wound care for practice nurses",
        _BRIEF,
        24,
        336_000,
        4_000,
        "Weald and Marsh Training",
        need_id=need_id,
        book_by=today(),
        sessions=sessions,
    )
    course_id = commission(executive, wanted)
    for practice_id, person in known:
        book(person, course_id, practice_id, 2)
    booked = [one.id for one in bookings_of(course_id) if one.state == "booked"]
    note_attendance(executive, course_id, booked[: max(1, len(booked) - 2)])
    end(executive, course_id)
    for at, (_, person) in enumerate(known[:4]):
        say(person, course_id, 1, at != 2, "Twenty minutes of Doppler are too few." if at == 2 else "")
    course = course_here(course_id)
    for _, person in known:
        if may_judge(person, course):
            judge(person, course_id, "remedy", "Give the Doppler 90 minutes, in pairs.")
            break


def _to_come(executive: Actor, known: list[tuple[int, Actor]], need_id: int | None) -> None:
    begins = time_now().replace(hour=13, minute=0, second=0, microsecond=0) + timedelta(days=60)
    session = SessionWanted(begins, 210, "Lighthouse Medical Centre", "Doppler and compression, in pairs")
    wanted = CourseWanted(
        "Wound care, the second time",
        {**_BRIEF, "doing": "90 minutes of Doppler in pairs."},
        max(6, len(known)),
        84_000,
        4_000,
        "Weald and Marsh Training",
        need_id=need_id,
        sessions=[session],
    )
    course_id = commission(executive, wanted)
    for practice_id, person in known[:5]:
        book(person, course_id, practice_id, 2)
