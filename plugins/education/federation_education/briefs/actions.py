"""Writing a brief, inviting providers to it, and giving a quote as one of them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from federation.toolkit import (
    Actor,
    DuePage,
    GuestInvited,
    GuestLetter,
    Invalid,
    NotFound,
    Refusal,
    add_due,
    authorize,
    drop_due,
    end_guest,
    held,
    index,
    invite_guest,
    session,
    time_now,
    unit_of_work,
    write_record,
)

from ..models import CourseBrief, CourseQuote, LearningNeed
from ..programmes.queries import carried_programme
from ..typed import MOST_PENCE, short_text
from .queries import KIND, brief_here, is_closed, providers_of
from .rules import PRINCIPLES

MOST_PLACES: Final = 500
MOST_PROVIDERS: Final = 20
_COMPARE_WITHIN: Final = timedelta(days=14)
_LENGTHS: Final = {"aim": 2_000, **dict.fromkeys(PRINCIPLES, 1_000), "because": 1_000}


class BriefWanted(NamedTuple):
    """What providers are asked. ``brief`` has a text for ``aim``, each principle, and ``because`` (why one is not met)."""

    title: str
    brief: Mapping[str, str]
    places: int
    closes_at: datetime
    programme_id: int | None = None
    need_id: int | None = None


def write_brief(actor: Actor, wanted: BriefWanted) -> int:
    """Write a brief for providers; returns its number. Raises ``Invalid`` at ``title``, ``aim`` or a part of the brief,
    ``places``, ``closes_at``, ``programme`` or ``need``."""
    authorize(actor, "education.buy")
    texts = read_brief(wanted.brief)
    title = short_text(wanted.title, "title", 120, "Enter a title")
    if not 1 <= wanted.places <= MOST_PLACES:
        raise Invalid(f"Enter a number of places from 1 to {MOST_PLACES}", "places")
    with unit_of_work():
        if wanted.closes_at <= time_now():
            raise Invalid("Quotes must come in the future", "closes_at")
        if wanted.programme_id is not None:
            carried_programme(wanted.programme_id)
        check_need(wanted.need_id)
        row = CourseBrief(
            programme_id=wanted.programme_id,
            need_id=wanted.need_id,
            title=title,
            brief=texts,
            places=wanted.places,
            closes_at=wanted.closes_at,
            written_by=actor.person_id,
            written_at=time_now(),
        )
        session.add(row)
        session.flush()
        index(KIND, row.id, title, " ".join(texts.values()))
        add_due(
            quotes_key(row.id),
            f"Compare the quotes for: {title}"[:200],
            wanted.closes_at + _COMPARE_WITHIN,
            DuePage("education.brief", {"brief_id": row.id}),
            people=[actor.person_id],
        )
        write_record(actor.person_id, "education.briefed", f"{KIND}:{row.id}")
        return row.id


def invite_provider(actor: Actor, brief_id: int, name: str, email: str) -> GuestInvited:
    """Invite a provider, who is mailed a link to the brief. Raises ``Invalid`` at ``name`` or ``email``."""
    authorize(actor, "education.buy")
    with unit_of_work():
        brief, now = held(CourseBrief, brief_id)
        if brief.closes_at <= now:
            raise Refusal("The time for quotes is over.")
        if len(providers_of(brief_id)) >= MOST_PROVIDERS:
            raise Refusal(f"{MOST_PROVIDERS} providers at most are invited to one brief.")
        letter = GuestLetter(
            "education.quote",
            f"Please give us a quote: {brief.title}",
            f"We are looking for somebody who teaches: {brief.title}. Please read what we need, and say what you ask for it.",
        )
        return invite_guest(actor.person_id, KIND, brief_id, name, email, brief.closes_at, letter)


def end_provider(actor: Actor, brief_id: int, guest_id: int) -> None:
    """Let the link of a provider open nothing any more. Raises ``NotFound`` for a guest of another brief."""
    authorize(actor, "education.buy")
    with unit_of_work():
        if guest_id not in {one.id for one in providers_of(brief_id)}:
            raise NotFound()
        end_guest(actor.person_id, KIND, guest_id)


def drop_brief(actor: Actor, brief_id: int) -> None:
    """Nothing is bought for this brief: nobody is asked any more to compare its quotes."""
    authorize(actor, "education.buy")
    with unit_of_work():
        if not is_closed(brief_here(brief_id)):
            raise Refusal("Quotes can still come. End the links of the providers first.")
        drop_due(quotes_key(brief_id))
        write_record(actor.person_id, "education.bought_nothing", f"{KIND}:{brief_id}")


def give_quote(actor: Actor, pence: int | None, teachers: str, words: str) -> int:
    """As a guest: say what one asks, instead of what was said before; returns the number of the quote. Raises ``Invalid`` at
    ``pence``, ``teachers`` or ``words``, ``Refusal`` once the time is over."""
    authorize(actor, "education.quote")
    if actor.only is None:
        raise NotFound()
    if pence is None or not 0 <= pence <= MOST_PENCE:
        raise Invalid("Enter what you ask for it, up to £1,000,000", "pence")
    teachers = short_text(teachers, "teachers", 200, "Enter who teaches")
    words = short_text(words, "words", 2_000, "Say how you would do it")
    with unit_of_work():
        brief, now = held(CourseBrief, actor.only.number)
        if brief.closes_at <= now:
            raise Refusal("The time for quotes is over.")
        row = CourseQuote(
            brief_id=brief.id,
            person_id=actor.person_id,
            pence=pence,
            teachers=teachers,
            words=words,
            given_at=now,
        )
        session.add(row)
        session.flush()
        write_record(actor.person_id, "education.quoted", f"{KIND}:{brief.id}", quote=row.id)
        return row.id


def quotes_key(brief_id: int) -> str:
    """Under which whoever wrote a brief is asked to compare its quotes."""
    return f"education.quotes:{brief_id}"


def read_brief(typed: Mapping[str, str]) -> dict[str, str]:
    """The parts of a brief. Raises ``Invalid`` at one that is too long, tells of a patient, or at an aim that is missing."""
    aim = "Enter what people will be able to do"
    return {
        key: short_text(typed.get(key, ""), key, most, aim if key == "aim" else "")
        for key, most in _LENGTHS.items()
    }


def check_need(need_id: int | None) -> None:
    """Raise ``Invalid`` at ``need`` for one that there is not."""
    if need_id is not None and session.get(LearningNeed, need_id) is None:
        raise Invalid("Select a need of the list", "need")
