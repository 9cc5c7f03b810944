"""Who may do what with meetings."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from federation.kernel.policy import CAST, EVERYONE, PROPOSE, READ, SEATED, Actor, Permission

CALLERS: Final = frozenset({"administrator", "executive"})
"""Who calls the meetings of all members."""
_SPEAKERS = frozenset({"executive", "representative", "member", "lay_partner", "administrator"})
_DECIDERS = frozenset({"executive", "representative"})


@dataclass(frozen=True, slots=True)
class MeetingOf:
    """Whose meeting it is: a group's, or where ``group_id`` is None that of all members."""

    group_id: int | None


@dataclass(frozen=True, slots=True)
class AskingFor:
    """For which practice somebody asks for a meeting."""

    practice_id: int


def _represents(actor: Actor, by: AskingFor) -> bool:
    return actor.represents(by.practice_id)


def _runs(actor: Actor, whose: MeetingOf) -> bool:
    return bool(actor.roles & CALLERS) if whose.group_id is None else actor.leads(whose.group_id)


def _takes_part(actor: Actor, whose: MeetingOf) -> bool:
    return bool(actor.roles & EVERYONE) if whose.group_id is None else actor.sits_in(whose.group_id)


def _speaks(actor: Actor, whose: MeetingOf) -> bool:
    return bool(actor.roles & _SPEAKERS) if whose.group_id is None else actor.sits_in(whose.group_id)


def _approves(actor: Actor, whose: MeetingOf) -> bool:
    if whose.group_id is None:
        return bool(actor.roles & _DECIDERS)
    return actor.votes_in(whose.group_id) or actor.leads(whose.group_id)


def was_asked(actor: Actor, whose: MeetingOf, practice_id: int | None, called_at: datetime) -> bool:
    """Whether somebody would be asked to the meeting by a place that they had when it was called, or that a second person has
    confirmed: whoever calls it could else give places to people who then say that they are there."""
    before = actor.as_of(called_at)
    if whose.group_id is not None:
        return before.sits_in(whose.group_id)
    return bool(before.roles & EVERYONE) and (practice_id is None or before.belongs_to(practice_id))


PERMISSIONS = (
    Permission(
        "meetings.read",
        "read about meetings of all members, and of groups as they let others",
        EVERYONE,
        scope=READ,
    ),
    Permission(
        "meetings.run",
        "call a meeting, note who comes and what is said, and write its minutes",
        CALLERS | {SEATED},
        _runs,
        "leads, for a meeting of their group",
        scope=PROPOSE,
    ),
    Permission(
        "meetings.ask",
        "ask for an extraordinary general meeting, for a practice",
        frozenset({"representative"}),
        _represents,
        "those who represent it",
        scope=CAST,
    ),
    Permission(
        "meetings.call_asked",
        "call the extraordinary general meeting that practices have asked for; those that asked, where nobody else did in time",
        CALLERS | {"representative"},
        scope=CAST,
    ),
    Permission(
        "meetings.take_part",
        "say whether one comes to a meeting",
        EVERYONE | {SEATED},
        _takes_part,
        "those who sit in a group, for its meetings",
        scope=PROPOSE,
    ),
    Permission(
        "meetings.speak",
        "add to the agenda of a meeting, and suggest corrections to its minutes",
        _SPEAKERS | {SEATED},
        _speaks,
        "those who sit in a group, for its meetings",
        scope=PROPOSE,
    ),
    Permission(
        "meetings.confirm",
        "confirm who else is at a meeting, as somebody who is there",
        _DECIDERS | {SEATED},
        _approves,
        "those who lead a group or vote in it, for its meetings",
        scope=CAST,
    ),
    Permission(
        "meetings.approve",
        "approve minutes that somebody else has written",
        _DECIDERS | {SEATED},
        _approves,
        "those who lead a group or vote in it, for its meetings",
        scope=CAST,
    ),
)
