"""Letters about membership: to the people of the practice, to administrators and executive, and to groups. They tell who votes
and who does not, so they cannot be switched off."""

from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import select

from federation.belonging.models import MembershipStep
from federation.belonging.queries.seats import SeatOfPractice
from federation.kernel.db import db
from federation.kernel.words import day
from federation.network.for_plugins import address_of, people
from federation.network.groups.queries import people_seated
from federation.network.members.letters.roles import TERMINAL, concerned, post_unasked
from federation.people.models import Person

_JOINED: Final = (
    "The members have decided that {practice} joins as a full member. It has a vote in everything that opens from now on:"
    "\n\n{url}"
)
_ASKED: Final = (
    "{by} has proposed to the members that {practice} is suspended until the end of {until}. The reason given:\n\n{reason}\n\n"
    "Your practice can answer. The members vote once it has, or in a week at the earliest:\n\n{url}"
)
_SUSPENDED: Final = (
    "The members have decided that {practice} is suspended until the end of {until}. It has no vote in what opens in that time. "
    "In votes that were open before it still votes, and what it has cast counts:\n\n{url}"
)
_LIFTED: Final = (
    "The members have lifted the suspension of {practice}. It has a vote in everything that opens from now on:"
    "\n\n{url}"
)
_NOTICES: Final = {
    "waits": "{by} has given notice that {practice} leaves the federation on {day}. It does not count until a second person of "
    "the practice has confirmed it:\n\n{url}",
    "stated": "{by} has given notice that {practice} leaves the federation on {day}. The practice has nobody else here who could "
    "confirm that, so the notice counts. If you doubt it, ask the practice:\n\n{url}",
    "confirmed": "{by} has confirmed that {practice} leaves the federation on {day}. Until then the practice can take it back:"
    "\n\n{url}",
    "taken_back": "{by} has taken back that {practice} leaves the federation. It stays:\n\n{url}",
}
_SUBJECTS: Final = {
    "waits": "Please confirm or object: {practice} gives notice",
    "stated": "{practice} gives notice that it leaves",
    "confirmed": "{practice} leaves the federation",
    "taken_back": "{practice} stays in the federation",
}
_CLOSING: Final = (
    "{by} has saved a file that calls {practice} closed. Nobody has spoken for it in the last 30 days. If nobody objects before "
    "{day}, it leaves the federation on that day, and is on no new list of those that vote. If you know that it is open, object:"
    "\n\n{url}"
)
_OBJECTED: Final = (
    "{by} has objected that {practice} is called closed, so it stays. The reason given:\n\n{reason}\n\n{url}"
)
_OFF: Final = (
    "{practice} is marked as no member any more: it has left or closed. The roles of its people end on {day}, and with the last "
    "role of somebody here their seats in groups. If this is a mistake, tell your administrators before that day; what was "
    "done is on the record:\n\n{url}"
)
_ENDED: Final = (
    "{practice} is no member of the federation any more, so these roles of yours have ended: {roles}. What you did, said and "
    "cast stays as it was."
)
_ALL_ENDED: Final = (
    "{practice} is no member of the federation any more, so these roles have ended:\n\n{roles}\n\n{url}"
)
_FLAGGED: Final = (
    "{practice} has left the federation. {people} came into {group} from it and still sits there. Decide with your "
    "administrators whether that seat ends:\n\n{url}"
)


def tell_joined(step: MembershipStep, practice: str) -> None:
    """A practice was admitted: to its people."""
    _tell(
        step,
        f"{practice} is a full member now",
        _JOINED.format(practice=practice, url=_page(step)),
        boards=False,
    )


def tell_asked(step: MembershipStep, practice: str, by: str) -> None:
    """Somebody has proposed a suspension: to the people of the practice."""
    until = day(step.day) if step.day else ""
    url = address_of("belonging.answer_suspension", decision_id=step.decision_id)
    text = _ASKED.format(by=by, practice=practice, until=until, reason=step.words, url=url)
    _tell(step, f"It is proposed that {practice} is suspended", text, boards=False)


def tell_suspended(step: MembershipStep, practice: str) -> None:
    """A suspension has begun."""
    until = day(step.day) if step.day else ""
    _tell(
        step,
        f"{practice} is suspended",
        _SUSPENDED.format(practice=practice, until=until, url=_page(step)),
    )


def tell_lifted(step: MembershipStep, practice: str) -> None:
    """A suspension was lifted."""
    _tell(step, f"{practice} is no longer suspended", _LIFTED.format(practice=practice, url=_page(step)))


def tell_notice(step: MembershipStep, practice: str, by: str, what: str) -> None:
    """A notice was given (``what``: it waits for a second person, or is stated), confirmed or taken back. While it waits the
    people of the practice alone are told."""
    text = _NOTICES[what].format(
        by=by, practice=practice, day=day(step.day) if step.day else "", url=_page(step)
    )
    _tell(step, _SUBJECTS[what].format(practice=practice), text, boards=what != "waits")


def tell_closing(step: MembershipStep, practice: str, by: str | None) -> None:
    """A file calls a practice closed: to everybody in the federation."""
    text = _CLOSING.format(
        by=by or TERMINAL, practice=practice, day=day(step.day) if step.day else "", url=_page(step)
    )
    _tell_all(step, f"Object, or {practice} leaves", text)


def tell_objected(step: MembershipStep, practice: str, by: str) -> None:
    """A practice stays, because somebody objected: to everybody in the federation."""
    text = _OBJECTED.format(by=by, practice=practice, reason=step.words, url=_page(step))
    _tell_all(step, f"{practice} stays in the federation", text)


def tell_roles_end(step: MembershipStep, practice: str) -> None:
    """The roles at a practice are to end that somebody marked as gone: to everybody in the federation."""
    text = _OFF.format(practice=practice, day=day(step.day) if step.day else "", url=_page(step))
    _tell_all(step, f"{practice} is no member any more", text)


def tell_roles_ended(key: str, practice_id: int, practice: str, ended: Mapping[int, Sequence[str]]) -> None:
    """Roles have ended with the membership of a practice, in words by person: to each of them, and all of them to administrators
    and executive. ``key`` is used once."""
    url = address_of("belonging.practice", practice_id=practice_id)
    for person, roles in ended.items():
        text = _ENDED.format(practice=practice, roles=", ".join(roles))
        post_unasked(f"belonging:{key}:own", {person}, f"{practice} has left: your roles", text)
    rows = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(ended)))
    names = {row.id: row.name for row in rows}
    lines = "\n".join(f"- {names[person]}: {', '.join(roles)}" for person, roles in ended.items())
    text = _ALL_ENDED.format(practice=practice, roles=lines, url=url)
    post_unasked(f"belonging:{key}:all", set(concerned(None)) - {*ended}, f"{practice} has left: roles", text)


def tell_flagged(step: MembershipStep, practice: str, seats: Sequence[SeatOfPractice]) -> None:
    """A practice has left, and people who came from it still sit in groups: to everybody in each group."""
    for group_id in dict.fromkeys(one.group_id for one in seats):
        there = [one for one in seats if one.group_id == group_id]
        text = _FLAGGED.format(
            practice=practice,
            people=" and ".join(one.person for one in there),
            group=there[0].group,
            url=address_of("network.group", group_id=group_id),
        )
        post_unasked(
            f"belonging:{step.id}:group:{group_id}",
            people_seated(group_id),
            f"{practice} has left: a seat in {there[0].group}",
            text,
        )


def _tell_all(step: MembershipStep, subject: str, text: str) -> None:
    post_unasked(f"belonging:{step.id}", {one.id for one in people()}, subject, text)


def _page(step: MembershipStep) -> str:
    return address_of("belonging.practice", practice_id=step.practice_id)


def _tell(step: MembershipStep, subject: str, text: str, boards: bool = True) -> None:
    """To the people of the practice and, where that is asked, to administrators and executive."""
    people = {*concerned(step.practice_id), *(concerned(None) if boards else ())}
    post_unasked(f"belonging:{step.id}", people, subject, text)
