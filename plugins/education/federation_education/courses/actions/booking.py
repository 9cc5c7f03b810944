"""Booking places, giving them up, and who of those waiting is next."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Final

from sqlalchemy import ColumnElement, Select, select, update

from federation.toolkit import (
    Actor,
    DuePage,
    Invalid,
    NotFound,
    NotYours,
    add_due,
    address_of,
    authorize,
    drop_due,
    held,
    mail,
    people_of,
    rows_changed,
    session,
    time_now,
    today,
    unit_of_work,
    write_record,
)

from ...models import CourseBooking, CourseSession, LearningCourse
from ..queries import bookings_of, holders_of, own_booking, sessions_of
from ..rules import allotted
from .buying import open_course

MOST_AT_ONCE: Final = 50


def book(actor: Actor, course_id: int, practice_id: int, people: int | Collection[int]) -> list[int]:
    """Book places for a practice: for so many people, or for people of it by number; returns the bookings.

    A place that is not free waits. Raises ``Invalid`` at ``people``, ``NotYours`` for another's practice.
    """
    authorize(actor, "education.book")
    if not actor.belongs_to(practice_id):
        raise NotYours()
    with unit_of_work():
        course = open_course(course_id)
        named = _named(course_id, practice_id, people)
        if str(practice_id) not in course.shares:
            raise Invalid("Only practices that are full members book places", "practice")
        made = [
            CourseBooking(
                course_id=course_id,
                practice_id=practice_id,
                person_id=person_id,
                state="waiting",
                booked_by=actor.person_id,
                booked_at=time_now(),
                confirmed_at=None if _is_asked(course, actor, person_id) else time_now(),
            )
            for person_id in named
        ]
        session.add_all(made)
        session.flush()
        allot(course)
        write_record(
            actor.person_id,
            "education.booked",
            f"education_course:{course_id}",
            practice=practice_id,
            places=len(made),
        )
        return [one.id for one in made]


def give_up(actor: Actor, course_id: int, booking_id: int) -> None:
    """Give a place up, one's own or one of the practice; whoever is next gets it."""
    authorize(actor, "education.book")
    with unit_of_work():
        course = open_course(course_id)
        booking = session.get(CourseBooking, booking_id)
        if booking is None or booking.course_id != course_id or booking.state == "given_up":
            raise NotFound()
        if not actor.belongs_to(booking.practice_id):
            raise NotYours()
        let_go(booking)
        allot(course)
        write_record(
            actor.person_id,
            "education.gave_up",
            f"education_course:{course_id}",
            practice=booking.practice_id,
        )


def confirm(actor: Actor, course_id: int) -> None:
    """Say that one takes the place that somebody else booked for one. Raises ``NotFound`` where there is none to confirm."""
    authorize(actor, "education.book")
    with unit_of_work():
        open_course(course_id)
        booking = own_booking(course_id, actor.person_id)
        if booking is None or booking.confirmed_at is not None:
            raise NotFound()
        booking.confirmed_at = time_now()
        drop_due(f"education.confirm:{booking.id}")
        write_record(
            actor.person_id,
            "education.confirmed",
            f"education_course:{course_id}",
            practice=booking.practice_id,
        )


def pass_on(actor: Actor, course_id: int, person_id: int) -> None:
    """Offer one's own place to a colleague of the practice, who confirms it. Raises ``Invalid`` at ``person`` for somebody else
    or somebody who has a place."""
    authorize(actor, "education.book")
    with unit_of_work():
        course = open_course(course_id)
        booking = own_booking(course_id, actor.person_id)
        if booking is None:
            raise NotFound()
        try:
            _named(course_id, booking.practice_id, [person_id])
        except Invalid as flaw:
            raise Invalid(str(flaw), "person") from None
        _forget_dues(booking)
        booking.person_id = person_id
        booking.confirmed_at = None if _is_asked(course, actor, person_id) else time_now()
        session.flush()
        if booking.state == "booked":
            _tell(course, booking)
        write_record(
            actor.person_id,
            "education.passed_on",
            f"education_course:{course_id}",
            practice=booking.practice_id,
        )


def allot(course: LearningCourse) -> int:
    """Give those who wait the places that are free for them, in the open unit of work; returns how many."""
    kept = not course.freed and course.book_by >= today()
    found = holders_of(course)
    numbers = {one.holder.code: one.practice.id for one in found}
    order = allotted([one.holder for one in found], course.places, kept)
    waiting = [one for one in bookings_of(course.id) if one.state == "waiting"]
    for code in order:
        first = next(one for one in waiting if one.practice_id == numbers[code])
        waiting.remove(first)
        first.state = "booked"
        _tell(course, first)
    session.flush()
    return len(order)


def free_unbooked() -> int:
    """Places that nobody booked in time go to those who wait. Returns in how many courses."""
    due, done = _unbooked(), 0
    for course_id in session.scalars(select(LearningCourse.id).where(*due).limit(50)).all():
        with unit_of_work():
            course, _ = held(LearningCourse, course_id)
            statement = update(LearningCourse).where(LearningCourse.id == course_id, *due).values(freed=True)
            if rows_changed(statement):
                session.refresh(course)
                for booking in bookings_of(course_id):
                    if booking.state != "given_up" and booking.confirmed_at is None:
                        let_go(booking)
                allot(course)
                done += 1
    return done


def where_unbooked() -> Select[int]:
    """The federations with a course whose places nobody can book any more."""
    return select(LearningCourse.federation_id).where(*_unbooked()).distinct()


def _unbooked() -> tuple[ColumnElement[bool], ...]:
    return (
        LearningCourse.state == "open",
        LearningCourse.freed.is_(False),
        LearningCourse.book_by < today(),
    )


def pass_by() -> int:
    """Nobody is asked any more to come to a session that is over. Returns how many were."""
    now, done = time_now(), 0
    begun = select(CourseSession).where(*_begun()).order_by(CourseSession.id).limit(200)
    for one in session.scalars(begun).all():
        if one.starts_at + timedelta(minutes=one.minutes) > now:
            continue
        with unit_of_work():
            claim = update(CourseSession).where(CourseSession.id == one.id, CourseSession.is_over.is_(False))
            if rows_changed(claim.values(is_over=True)):
                drop_due(f"education.come:{one.id}")
                done += 1
    return done


def where_begun() -> Select[int]:
    """The federations with a session that has begun and is not known to be over."""
    return select(CourseSession.federation_id).where(*_begun()).distinct()


def _begun() -> tuple[ColumnElement[bool], ...]:
    return CourseSession.is_over.is_(False), CourseSession.starts_at < time_now()


def let_go(booking: CourseBooking) -> None:
    """In the open unit of work: a place is given up, and whoever had it owes nothing any more for it."""
    _forget_dues(booking)
    booking.state = "given_up"
    session.flush()


def _forget_dues(booking: CourseBooking) -> None:
    """Whoever has the place owes nothing any more for it."""
    drop_due(f"education.confirm:{booking.id}")
    for one in sessions_of(booking.course_id):
        drop_due(f"education.come:{one.id}", person_id=booking.person_id or booking.booked_by)


def _is_asked(course: LearningCourse, actor: Actor, person_id: int | None) -> bool:
    """Whether somebody must confirm a place: it was booked for them by another, while places are still kept."""
    return person_id not in (None, actor.person_id) and not course.freed and course.book_by >= today()


def _named(course_id: int, practice_id: int, people: int | Collection[int]) -> Sequence[int | None]:
    if isinstance(people, int):
        if not 1 <= people <= MOST_AT_ONCE:
            raise Invalid(f"Enter a number of people from 1 to {MOST_AT_ONCE}", "people")
        return [None] * people
    known = {one.id for one in people_of(practice_id)}
    taken = {one.person_id for one in bookings_of(course_id) if one.state != "given_up"}
    if not people or not known >= set(people):
        raise Invalid("Select people of your practice", "people")
    if taken & set(people):
        raise Invalid("Somebody of these has a place, or waits for one, already", "people")
    return sorted(set(people))


def _tell(course: LearningCourse, booking: CourseBooking) -> None:
    """A letter that there is a place, and each session in the calendar of whoever comes."""
    whose = booking.person_id or booking.booked_by
    text = (
        f"There is a place for you or a colleague at: {course.title}.\n\n"
        f"If nobody can come, please give it up, so that somebody else can:\n"
        f"{address_of('education.course', course_id=course.id)}"
    )
    mail(f"education.place:{booking.id}:{whose}", [whose], f"A place at: {course.title}", text)
    page = DuePage("education.course", {"course_id": course.id})
    if booking.person_id and booking.confirmed_at is None:
        add_due(
            f"education.confirm:{booking.id}",
            f"Confirm your place: {course.title}"[:200],
            course.book_by,
            page,
            people=[booking.person_id],
        )
    for one in sessions_of(course.id):
        if one.is_over:
            continue
        add_due(
            f"education.come:{one.id}", f"Come to: {course.title}"[:200], one.starts_at, page, people=[whose]
        )
