"""Lists in pages, each with the same rows as a spreadsheet: courses, briefs, what practices are asked, and what they lend."""

from collections.abc import Callable
from typing import Any, Final

from flask import url_for
from markupsafe import Markup
from sqlalchemy import func, select

from federation.toolkit import ListColumn, ListFilter, Listing, ListOrder, day, forms, moment, money

from .models import CourseBrief, LearningCourse, LearningNeed, NeedReply, StaffLoan, StaffOffer

STATES: Final = {"open": "Open", "ended": "Over", "stopped": "Stopped", "called_off": "Called off"}
"""How a course stands, in words."""


class EducationFilter(forms.QueryForm):
    """Words that are looked for."""

    q = forms.TextField("Look for", at_most=120)


def _link(endpoint: str, argument: str) -> Callable[[Any], Markup]:
    return lambda row: Markup('<a href="{}">{}</a>').format(
        url_for(endpoint, **{argument: row.id}), row.title
    )


def _looked_for(column: Any) -> ListFilter:
    return ListFilter("q", lambda words: column.icontains(words, autoescape=True), lambda words: f"‘{words}’")


def _title(row: Any) -> str:
    return str(row.title)


COURSES: Final = Listing(
    statement=select(
        LearningCourse.id,
        LearningCourse.title,
        LearningCourse.state,
        LearningCourse.places,
        LearningCourse.pence,
        LearningCourse.provider,
    ),
    key=LearningCourse.id,
    columns=(
        ListColumn("Course", _link("education.course", "course_id"), _title),
        ListColumn("State", lambda row: STATES[row.state]),
        ListColumn("Taught by", lambda row: row.provider),
        ListColumn("Places", lambda row: row.places, is_number=True),
        ListColumn("Cost", lambda row: money(row.pence), lambda row: row.pence, is_number=True),
    ),
    orders=(
        ListOrder("bought", "Newest", LearningCourse.bought_at, newest_first=True),
        ListOrder("title", "Title", LearningCourse.title),
    ),
    filters=(_looked_for(LearningCourse.title),),
)
BRIEFS: Final = Listing(
    statement=select(CourseBrief.id, CourseBrief.title, CourseBrief.places, CourseBrief.closes_at),
    key=CourseBrief.id,
    columns=(
        ListColumn("Brief", _link("education.brief", "brief_id"), _title),
        ListColumn("Places", lambda row: row.places, is_number=True),
        ListColumn("Quotes until", lambda row: moment(row.closes_at), lambda row: row.closes_at.isoformat()),
    ),
    orders=(
        ListOrder("closes", "Newest", CourseBrief.closes_at, newest_first=True),
        ListOrder("title", "Title", CourseBrief.title),
    ),
    filters=(_looked_for(CourseBrief.title),),
)
NEEDS: Final = Listing(
    statement=select(
        LearningNeed.id,
        LearningNeed.title,
        LearningNeed.role,
        LearningNeed.closes_on,
        select(func.count(NeedReply.id))
        .where(NeedReply.need_id == LearningNeed.id)
        .scalar_subquery()
        .label("replies"),
    ),
    key=LearningNeed.id,
    columns=(
        ListColumn("About", _link("education.need", "need_id"), _title),
        ListColumn("Role", lambda row: row.role),
        ListColumn("Practices answered", lambda row: row.replies, is_number=True),
        ListColumn("Last day", lambda row: day(row.closes_on), lambda row: row.closes_on.isoformat()),
    ),
    orders=(
        ListOrder("closes", "Last day", LearningNeed.closes_on, newest_first=True),
        ListOrder("title", "Title", LearningNeed.title),
    ),
    filters=(_looked_for(LearningNeed.title),),
)
_TAKEN: Final = (
    select(func.coalesce(func.sum(StaffLoan.hours), 0))
    .where(StaffLoan.offer_id == StaffOffer.id)
    .scalar_subquery()
    .label("taken")
)


def offers_listed(names: dict[int, str], may_take: bool) -> Listing:
    """What practices offer each other; ``names`` of practices, and whether whoever asks can take hours."""

    def what(row: Any) -> Any:
        if not may_take or row.taken >= row.hours:
            return row.skill
        address = url_for("education.take_offer", offer_id=row.id)
        return Markup('<a href="{}">{}</a>').format(address, row.skill)

    return Listing(
        statement=select(
            StaffOffer.id,
            StaffOffer.skill,
            StaffOffer.practice_id,
            StaffOffer.evidence,
            StaffOffer.hours,
            StaffOffer.pence,
            _TAKEN,
        ),
        key=StaffOffer.id,
        columns=(
            ListColumn("What they can do", what, lambda row: row.skill),
            ListColumn("Practice", lambda row: names.get(row.practice_id, "A former practice")),
            ListColumn("When they have done it", lambda row: row.evidence),
            ListColumn("Hours left", lambda row: f"{row.hours - row.taken} of {row.hours}", is_number=True),
            ListColumn("An hour", lambda row: money(row.pence), lambda row: row.pence, is_number=True),
        ),
        orders=(
            ListOrder("offered", "Newest", StaffOffer.offered_at, newest_first=True),
            ListOrder("skill", "What they can do", StaffOffer.skill),
        ),
        filters=(_looked_for(StaffOffer.skill),),
    )
