"""Briefs, who was asked for a quote, and the quotes once they can be read."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from sqlalchemy import func, select

from federation.toolkit import NotFound, agreed, guests_of, session, time_now

from ..models import CourseBrief, CourseQuote, LearningCourse
from .rules import QuoteCompared, QuoteGiven, compared

KIND: Final = "education_brief"
"""What guests come to."""
_ERASED: Final = "A provider who was erased"


class ProviderAsked(NamedTuple):
    """A provider who was invited: the number of the invitation, name, address, whether they can still come, and whether they
    gave a quote."""

    id: int
    name: str
    email: str
    is_open: bool
    gave: bool


class QuoteLine(NamedTuple):
    """A quote with its provider, beside the others."""

    quote: CourseQuote
    provider: str
    side: QuoteCompared


def brief_here(brief_id: int) -> CourseBrief:
    """One brief. Raises ``NotFound``."""
    brief = session.get(CourseBrief, brief_id)
    if brief is None:
        raise NotFound()
    return brief


def newest_briefs(most: int) -> Sequence[CourseBrief]:
    """The newest briefs. One statement."""
    return session.scalars(select(CourseBrief).order_by(CourseBrief.id.desc()).limit(most)).all()


def is_closed(brief: CourseBrief) -> bool:
    """Whether no quote comes any more, so that those that came can be read."""
    return brief.closes_at <= time_now()


def quotes_of(brief_id: int) -> Sequence[CourseQuote]:
    """The quote of each provider that counts, the first first. One statement."""
    last = select(func.max(CourseQuote.id)).where(CourseQuote.brief_id == brief_id)
    found = select(CourseQuote).where(CourseQuote.id.in_(last.group_by(CourseQuote.person_id)))
    return session.scalars(found.order_by(CourseQuote.id)).all()


def own_quote(brief_id: int, person_id: int) -> CourseQuote | None:
    """The newest quote of a guest. One statement."""
    mine = CourseQuote.brief_id == brief_id, CourseQuote.person_id == person_id
    return session.scalar(select(CourseQuote).where(*mine).order_by(CourseQuote.id.desc()).limit(1))


def quote_here(quote_id: int) -> CourseQuote:
    """One quote whose time is over. Raises ``NotFound``."""
    quote = session.get(CourseQuote, quote_id)
    if quote is None or not is_closed(brief_here(quote.brief_id)):
        raise NotFound()
    return quote


def provider_of(quote: CourseQuote) -> str:
    """Who gave a quote. One statement."""
    names = {one.person_id: one.name for one in guests_of(KIND, quote.brief_id)}
    return names.get(quote.person_id, _ERASED)


def providers_of(brief_id: int) -> list[ProviderAsked]:
    """Who was invited to a brief. Two statements."""
    gave = {one.person_id for one in quotes_of(brief_id)}
    now = time_now()
    return [
        ProviderAsked(
            one.id, one.name, one.email, not one.ended_at and now < one.until, one.person_id in gave
        )
        for one in guests_of(KIND, brief_id)
    ]


def quote_lines(brief: CourseBrief) -> list[QuoteLine]:
    """The quotes for a brief side by side, the lowest first; none before its time is over. Three statements."""
    if not is_closed(brief):
        return []
    quotes = {one.id: one for one in quotes_of(brief.id)}
    names = {one.person_id: one.name for one in guests_of(KIND, brief.id)}
    sides = compared(
        (QuoteGiven(one.id, one.pence) for one in quotes.values()), brief.places, tender_limit() * 100
    )
    return [QuoteLine(quotes[one.id], names.get(quotes[one.id].person_id, _ERASED), one) for one in sides]


def tender_limit() -> int:
    """Above how many pounds a course needs a tender, as the members agreed. One statement."""
    return int(agreed("education.tender"))


def bought_for(brief_id: int) -> int | None:
    """The course that was bought for a brief, and not called off. One statement."""
    return session.scalar(
        select(LearningCourse.id)
        .join(CourseQuote, CourseQuote.id == LearningCourse.quote_id)
        .where(CourseQuote.brief_id == brief_id, LearningCourse.state != "called_off")
        .limit(1)
    )


def brief_of(quote_id: int | None) -> int | None:
    """The brief that a quote is for; None without a quote. One statement."""
    if quote_id is None:
        return None
    return session.scalar(select(CourseQuote.brief_id).where(CourseQuote.id == quote_id))
