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
    authorize,
    drop_due,
    held,
    index,
    measures,
    practices,
    session,
    time_now,
    today,
    unit_of_work,
    write_record,
)

from ...briefs.actions import MOST_PLACES, check_need, quotes_key, read_brief
from ...briefs.queries import bought_for, is_closed, quote_lines, tender_limit
from ...models import CourseBrief, CourseQuote, CourseSession, LearningCourse, LearningProgramme
from ...programmes.queries import carried_programme
from ...typed import MOST_PENCE, short_text
from ..queries import sessions_of

BOOKED_FOR: Final = timedelta(days=28)
_NOT_THE_NEWEST: Final = "The provider has given another quote since."


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
    earlier_id: int | None = None


class QuotedCourse(NamedTuple):
    """What brief and quote do not say: what a practice pays for a place, until when places are kept, the same course when it was
    held before, and why this quote, where another provider asked for less."""

    practice_pence: int = 0
    book_by: date | None = None
    earlier_id: int | None = None
    because: str = ""


class QuoteTaken(NamedTuple):
    """The quote that a course is bought by, and why that one, where another provider asked for less."""

    id: int
    because: str = ""


def commission(actor: Actor, wanted: CourseWanted, taken: QuoteTaken | None = None) -> int:
    """Buy a course; returns its number. Places are shared now, by what the programme says.

    Raises ``Invalid`` at ``title``, ``places``, ``pence``, ``practice_pence``, ``programme``, ``need``, ``earlier``,
    ``book_by`` or a part of the brief, also where the programme has not so much left.
    """
    authorize(actor, "education.buy")
    brief = read_brief(wanted.brief)
    title = short_text(wanted.title, "title", 120, "Enter a title")
    provider = short_text(wanted.provider, "provider", 120)
    _check(wanted)
    with unit_of_work():
        check_need(wanted.need_id)
        if wanted.earlier_id is not None and session.get(LearningCourse, wanted.earlier_id) is None:
            raise Invalid("Select a course of the list", "earlier")
        programme = _within_budget(wanted)
        course = LearningCourse(
            programme_id=wanted.programme_id,
            need_id=wanted.need_id,
            quote_id=taken.id if taken else None,
            chosen_because=taken.because if taken else None,
            earlier_id=wanted.earlier_id,
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


def buy_quoted(actor: Actor, quote_id: int, wanted: QuotedCourse) -> int:
    """Buy a course as a provider has quoted it: what the brief says, for what the quote says. Returns its number.

    Raises ``Invalid`` as :func:`commission`, and at ``because`` where another asked for less and nobody says why this one.
    """
    authorize(actor, "education.buy")
    because = short_text(wanted.because, "because", 1_000)
    with unit_of_work():
        quote = session.get(CourseQuote, quote_id)
        if quote is None:
            raise NotFound()
        brief, _ = held(CourseBrief, quote.brief_id)
        line = next((one for one in quote_lines(brief) if one.quote.id == quote_id), None)
        if line is None:
            raise Refusal(_NOT_THE_NEWEST if is_closed(brief) else "Quotes can still come.")
        if bought_for(brief.id) is not None:
            raise Refusal("A course is bought for this brief already.")
        if line.side.above_lowest and not because:
            raise Invalid("Another provider asked for less: say why you take this one", "because")
        drop_due(quotes_key(brief.id))
        return commission(
            actor,
            CourseWanted(
                brief.title,
                brief.brief,
                brief.places,
                quote.pence,
                wanted.practice_pence,
                line.provider,
                brief.programme_id,
                brief.need_id,
                wanted.book_by,
                earlier_id=wanted.earlier_id,
            ),
            QuoteTaken(quote_id, because),
        )


def add_session(actor: Actor, course_id: int, wanted: SessionWanted) -> int:
    """Say when a course is held; returns the number of the session."""
    authorize(actor, "education.buy")
    with unit_of_work():
        course = open_course(course_id)
        made = _add_session(course, wanted)
        write_record(actor.person_id, "education.held_at", f"education_course:{course.id}", session=made)
        return made


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
        title=short_text(wanted.title, "title", 120),
        starts_at=wanted.starts_at,
        minutes=wanted.minutes,
        place=short_text(wanted.place, "place", 120, "Enter where it is held"),
    )
    session.add(made)
    session.flush()
    return made.id


def _check(wanted: CourseWanted) -> None:
    flaws = []
    if not 1 <= wanted.places <= MOST_PLACES:
        flaws.append((f"Enter a number of places from 1 to {MOST_PLACES}", "places"))
    if not 0 <= wanted.pence <= MOST_PENCE:
        flaws.append(("Enter what it costs, up to £1,000,000", "pence"))
    if wanted.practice_pence < 0 or wanted.practice_pence * wanted.places > wanted.pence:
        flaws.append(
            ("All places together must not cost practices more than the course costs", "practice_pence")
        )
    limit = tender_limit()
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
    programme, _ = held(LearningProgramme, carried_programme(wanted.programme_id).id)
    spent = session.scalar(
        select(func.coalesce(func.sum(LearningCourse.pence - LearningCourse.freed_pence), 0)).where(
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
