"""Buying a course within its programme, saying when it is held, and ending it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import func, select

from federation.toolkit import (
    Actor,
    Invalid,
    NotFound,
    Refusal,
    agreed,
    authorize,
    drop_due,
    held,
    index,
    measures,
    paid,
    plain_text,
    practices,
    session,
    time_now,
    today,
    unit_of_work,
    write_record,
)

from ...briefs.rules import PRINCIPLES
from ...models import CourseSession, LearningCourse, LearningProgramme
from ..queries import holders_of, sessions_of

MOST_PLACES: Final = 500
BOOKED_FOR: Final = timedelta(days=28)


class SessionWanted(NamedTuple):
    """When and where: an instant, minutes, a place, and what is done then."""

    starts_at: datetime
    minutes: int
    place: str
    title: str = ""


class CourseWanted(NamedTuple):
    """What is bought. ``brief`` has a text for ``aim``, each principle, and ``because`` (why one is not met)."""

    title: str
    brief: Mapping[str, str]
    places: int
    pence: int = 0
    practice_pence: int = 0
    provider: str = ""
    programme_id: int | None = None
    need_id: int | None = None
    book_by: date | None = None
    sessions: Sequence[SessionWanted] = ()


def commission(actor: Actor, wanted: CourseWanted) -> int:
    """Buy a course; returns its number. Places are shared now, by what the programme says.

    Raises ``Invalid`` at ``title``, ``places``, ``pence``, ``practice_pence``, ``programme``, ``book_by`` or a part of the
    brief; ``Refusal`` where the programme has not so much left.
    """
    authorize(actor, "education.buy")
    brief = _brief(wanted.brief)
    title = plain_text(wanted.title, "title", missing="Enter a title")
    provider = plain_text(wanted.provider, "provider")
    _check(wanted)
    with unit_of_work():
        programme = _within_budget(wanted)
        course = LearningCourse(
            programme_id=wanted.programme_id,
            need_id=wanted.need_id,
            title=title,
            provider=provider,
            brief=brief,
            places=wanted.places,
            shares=_shares(wanted.places, programme.least if programme else 0),
            pence=wanted.pence,
            practice_pence=wanted.practice_pence,
            book_by=wanted.book_by or today() + BOOKED_FOR,
            freed=False,
            group_id=programme.group_id if programme else None,
            state="open",
            asked_level=0,
            bought_by=actor.person_id,
            bought_at=time_now(),
        )
        session.add(course)
        session.flush()
        for one in wanted.sessions:
            _add_session(course, one)
        index("education_course", course.id, title, " ".join(brief.values()))
        write_record(actor.person_id, "education.bought", f"education_course:{course.id}", pence=course.pence)
        return course.id


def add_session(actor: Actor, course_id: int, wanted: SessionWanted) -> int:
    """Say when a course is held; returns the number of the session."""
    authorize(actor, "education.buy")
    with unit_of_work():
        course = open_course(course_id)
        made = _add_session(course, wanted)
        write_record(actor.person_id, "education.held_at", f"education_course:{course.id}", session=made)
        return made


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


def open_course(course_id: int) -> LearningCourse:
    """A course that can be booked, held for change. Raises ``NotFound``, and ``Refusal`` where it is over."""
    course, _ = held(LearningCourse, course_id)
    if course.state != "open":
        raise Refusal("This course is over.")
    return course


def _add_session(course: LearningCourse, wanted: SessionWanted) -> int:
    if not 0 < wanted.minutes <= 1_440:
        raise Invalid("Enter a number of minutes from 1 to 1,440", "minutes")
    if len(sessions_of(course.id)) >= 30:
        raise Refusal("A course has 30 sessions at most.")
    made = CourseSession(
        course_id=course.id,
        title=plain_text(wanted.title, "title"),
        starts_at=wanted.starts_at,
        minutes=wanted.minutes,
        place=plain_text(wanted.place, "place", missing="Enter where it is held"),
    )
    session.add(made)
    session.flush()
    return made.id


def _brief(typed: Mapping[str, str]) -> dict[str, str]:
    return {key: plain_text(typed.get(key, ""), key) for key in ("aim", *PRINCIPLES, "because")}


def _check(wanted: CourseWanted) -> None:
    flaws = []
    if not 1 <= wanted.places <= MOST_PLACES:
        flaws.append((f"Enter a number of places from 1 to {MOST_PLACES}", "places"))
    if not 0 <= wanted.pence <= 100_000_000:
        flaws.append(("Enter what it costs, up to £1,000,000", "pence"))
    if wanted.practice_pence < 0 or wanted.practice_pence * wanted.places > wanted.pence:
        flaws.append(
            ("All places together must not cost practices more than the course costs", "practice_pence")
        )
    limit = int(agreed("education.tender"))
    if wanted.pence > limit * 100:
        flaws.append(
            (
                f"This needs a tender: we agreed that courses above £{limit:,} are not bought without one",
                "pence",
            )
        )
    if flaws:
        raise Invalid.many(flaws)


def _within_budget(wanted: CourseWanted) -> LearningProgramme | None:
    """The programme, locked, with enough left for the whole course, as if no practice booked a place."""
    if wanted.programme_id is None:
        return None
    programme, _ = held(LearningProgramme, wanted.programme_id)
    if programme.decided != "carried":
        raise Invalid("Select a programme that the members have agreed", "programme")
    spent = session.scalar(
        select(func.coalesce(func.sum(LearningCourse.pence), 0)).where(
            LearningCourse.programme_id == programme.id, LearningCourse.state != "called_off"
        )
    )
    left = programme.pence - int(spent or 0)
    if wanted.pence > left:
        raise Invalid(f"The programme has £{left // 100:,}.{left % 100:02} left", "pence")
    return programme


def _shares(places: int, least: int) -> dict[str, Any]:
    """How many places each practice has, by its number as text."""
    full = [one for one in practices() if one.membership == "full"]
    if not full:
        raise NotFound()
    known = any(one.patients for one in full)
    sharers = [
        measures.Sharer(str(one.id), one.patients or 0, (one.patients or 0) if known else 1) for one in full
    ]
    try:
        return dict(measures.Sharing(sharers).share(places, least=least))
    except measures.CannotShare as short:
        words = f"Each practice has {least} at least, so {short.short_by} more places are needed"
        raise Invalid(words, "places") from None
