"""Made-up courses: one that is over and judged, and one that can be booked."""

from datetime import timedelta
from typing import Final

from federation.toolkit import (
    GUEST,
    Actor,
    OneThing,
    actor_of,
    people,
    people_of,
    practices,
    session,
    time_now,
    today,
    unit_of_work,
)

from ..assurance.actions.asking import say
from ..assurance.actions.judging import judge, may_judge
from ..briefs.actions import BriefWanted, give_quote, invite_provider, write_brief
from ..briefs.queries import KIND, brief_here
from ..courses.actions.attending import note_attendance
from ..courses.actions.booking import book
from ..courses.actions.buying import (
    CourseWanted,
    QuotedCourse,
    SessionWanted,
    add_session,
    buy_quoted,
    commission,
)
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

_QUOTES: Final = (
    (
        "Weald and Marsh Training",
        84_000,
        "Two tissue viability nurses",
        "Everybody measures on a colleague, in pairs, and brings a case.",
    ),
    ("Saltings Learning", 79_500, "One nurse", "A talk of two hours with pictures, then questions."),
    ("Estuary Academy", 1_250_000, "Five specialists", "A week in a training centre, with accommodation."),
)
"""What made-up providers ask."""
_REASONS: Final = (
    "Give the Doppler 90 minutes, in pairs.",
    "All brought a case; too few could measure.",
)
"""Why two made-up judges want something put right."""


def fill(executive: Actor) -> None:
    """A course that is over, with what came of it, and the next one."""
    booking = {one.practice_id: one.id for one in people("representative")}
    known = [one.id for one in practices() if one.id in booking and one.membership == "full"]
    asked = [row.LearningNeed.id for row in needs_asked()]
    need_id = min(asked) if asked else None
    if known:
        seated = [(one, actor_of(booking[one])) for one in known]
        earlier = _held(executive, seated, need_id)
        _to_come(executive, seated, _quoted(executive, need_id, len(known)), earlier)
        _asked(executive, need_id)


def _held(executive: Actor, known: list[tuple[int, Actor]], need_id: int | None) -> int:
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
    judges = [person for _, person in known if may_judge(person, course)]
    for person, reason in zip(judges, _REASONS, strict=False):
        judge(person, course_id, "remedy", reason)
    return course_id


def _quoted(executive: Actor, need_id: int | None, practices_: int) -> int:
    """A brief whose quotes are in; returns the number of the one that is taken."""
    brief = {**_BRIEF, "doing": "90 minutes of Doppler in pairs."}
    closes = time_now() + timedelta(days=1)
    title, places = "Wound care, the second time", max(6, practices_)
    brief_id = write_brief(executive, BriefWanted(title, brief, places, closes, need_id=need_id))
    given = [
        give_quote(_provider(executive, brief_id, name), pence, teachers, words)
        for name, pence, teachers, words in _QUOTES
    ]
    with unit_of_work():
        brief_here(brief_id).closes_at = time_now() - timedelta(minutes=1)
        session.flush()
    return given[0]


def _asked(executive: Actor, need_id: int | None) -> None:
    """A brief to which quotes can still come."""
    wanted = BriefWanted(
        "The front desk: who needs help at once",
        {
            **_BRIEF,
            "aim": "Tell who needs help at once, and say so in one sentence.",
            "use": "The same week.",
            "because": "",
        },
        16,
        time_now() + timedelta(days=21),
        need_id=need_id,
    )
    brief_id = write_brief(executive, wanted)
    name, pence, teachers, words = _QUOTES[1]
    give_quote(_provider(executive, brief_id, name), pence, teachers, words)
    _provider(executive, brief_id, _QUOTES[0][0])


def _provider(executive: Actor, brief_id: int, name: str) -> Actor:
    """A provider, who is invited and comes by the link."""
    address = f"{name.split()[0].lower()}@provider.example"
    made = invite_provider(executive, brief_id, name, address)
    only = OneThing(KIND, brief_id)
    return Actor(made.person_id, name, address, executive.federation_id, frozenset({GUEST}), only=only)


def _to_come(executive: Actor, known: list[tuple[int, Actor]], quote_id: int, earlier_id: int) -> None:
    taken = QuotedCourse(4_000, None, earlier_id, "They practise in pairs, as was asked the first time.")
    course_id = buy_quoted(executive, quote_id, taken)
    begins = time_now().replace(hour=13, minute=0, second=0, microsecond=0) + timedelta(days=60)
    held_at = SessionWanted(begins, 210, "Lighthouse Medical Centre", "Doppler and compression, in pairs")
    add_session(executive, course_id, held_at)
    for practice_id, person in known[:5]:
        book(person, course_id, practice_id, 2)
    for practice_id, person in known:
        others = [one.id for one in people_of(practice_id) if one.id != person.person_id]
        if others:
            book(person, course_id, practice_id, others[:1])
            break
