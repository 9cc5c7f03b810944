"""Lists in pages, each with the same rows as a spreadsheet: courses, briefs, what practices are asked, challenges, learning sets,
mentors, and what practices lend."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from flask import url_for
from markupsafe import Markup
from sqlalchemy import func, literal, select, union_all

from federation.toolkit import ListColumn, ListFilter, Listing, ListOrder, day, forms, moment, money

from .figures import months_after
from .models import (
    ChallengeNote,
    CourseBrief,
    FellowChallenge,
    LearningCourse,
    LearningNeed,
    LearningSet,
    LearningSetMeeting,
    LearningSetMember,
    NeedReply,
    StaffLoan,
    StaffOffer,
)

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


_GONE: Final = "Somebody who has left"


def challenges_listed(names: Mapping[int, str], hosts: Mapping[int, str]) -> Listing:
    """Challenges with those who take part; ``names`` of people, ``hosts``: names of practices."""

    def person(column: str) -> Callable[[Any], str]:
        return lambda row: names.get(number, _GONE) if (number := getattr(row, column)) else ""

    noted = (
        select(func.count(ChallengeNote.id))
        .where(ChallengeNote.challenge_id == FellowChallenge.id)
        .scalar_subquery()
        .label("noted")
    )
    return Listing(
        statement=select(
            FellowChallenge.id,
            FellowChallenge.title,
            FellowChallenge.practice_id,
            FellowChallenge.fellow_id,
            FellowChallenge.mentor_id,
            FellowChallenge.coach_id,
            FellowChallenge.begins_on,
            noted,
        ),
        key=FellowChallenge.id,
        columns=(
            ListColumn("Challenge", _link("education.challenge", "challenge_id"), _title),
            ListColumn("Host", lambda row: hosts.get(row.practice_id, "A former practice")),
            ListColumn("Fellow", person("fellow_id")),
            ListColumn("Mentor", person("mentor_id")),
            ListColumn("Coach", person("coach_id")),
            ListColumn("From", lambda row: day(row.begins_on), lambda row: row.begins_on.isoformat()),
            ListColumn(
                "A year is over on",
                lambda row: day(months_after(row.begins_on, 12)),
                lambda row: months_after(row.begins_on, 12).isoformat(),
            ),
            ListColumn("Notes", lambda row: row.noted, is_number=True),
        ),
        orders=(
            ListOrder("begins", "Newest", FellowChallenge.begins_on, newest_first=True),
            ListOrder("title", "Title", FellowChallenge.title),
        ),
        filters=(_looked_for(FellowChallenge.title),),
    )


def _counted(table: Any, name: str) -> Any:
    """How many rows of a table belong to a learning set."""
    return select(func.count(table.id)).where(table.set_id == LearningSet.id).scalar_subquery().label(name)


SETS: Final = Listing(
    statement=select(
        LearningSet.id,
        LearningSet.title,
        LearningSet.confidential,
        LearningSet.begun_at,
        _counted(LearningSetMember, "members"),
        _counted(LearningSetMeeting, "meetings"),
    ),
    key=LearningSet.id,
    columns=(
        ListColumn("Learning set", _link("education.learning_set", "set_id"), _title),
        ListColumn("Who reads it", lambda row: "Its members" if row.confidential else "Everybody"),
        ListColumn("Members", lambda row: row.members, is_number=True),
        ListColumn("Meetings", lambda row: row.meetings, is_number=True),
        ListColumn("Begun", lambda row: day(row.begun_at), lambda row: row.begun_at.date().isoformat()),
    ),
    orders=(
        ListOrder("begun", "Newest", LearningSet.begun_at, newest_first=True),
        ListOrder("title", "Title", LearningSet.title),
    ),
    filters=(_looked_for(LearningSet.title),),
)


def mentors_listed(names: Mapping[int, str], hosts: Mapping[int, str]) -> Listing:
    """Mentors and coaches, a line for each challenge; looked for by their names."""
    parts = []
    for place, (part, column) in enumerate(
        (("Mentor", FellowChallenge.mentor_id), ("Coach", FellowChallenge.coach_id))
    ):
        parts.append(
            select(
                (FellowChallenge.id * 2 + place).label("id"),
                FellowChallenge.id.label("challenge_id"),
                FellowChallenge.title,
                FellowChallenge.practice_id,
                FellowChallenge.begins_on,
                column.label("person_id"),
                literal(part).label("part"),
            ).where(column.is_not(None))
        )
    lines = union_all(*parts).subquery().c

    def named(words: str) -> Any:
        folded = words.casefold()
        return lines.person_id.in_([number for number, name in names.items() if folded in name.casefold()])

    def challenge(row: Any) -> Markup:
        address = url_for("education.challenge", challenge_id=row.challenge_id)
        return Markup('<a href="{}">{}</a>').format(address, row.title)

    return Listing(
        statement=select(*lines),
        key=lines.id,
        columns=(
            ListColumn("Name", lambda row: names.get(row.person_id, _GONE)),
            ListColumn("As", lambda row: row.part),
            ListColumn("Challenge", challenge, _title),
            ListColumn("Host", lambda row: hosts.get(row.practice_id, "A former practice")),
            ListColumn("From", lambda row: day(row.begins_on), lambda row: row.begins_on.isoformat()),
        ),
        orders=(
            ListOrder("begins", "Newest", lines.begins_on, newest_first=True),
            ListOrder("title", "Challenge", lines.title),
        ),
        filters=(ListFilter("q", named, lambda words: f"‘{words}’"),),
    )
