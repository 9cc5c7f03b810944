"""The first page's list of what needs somebody: what is late first, then votes, actions, and what the executive looks after."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from flask import url_for
from markupsafe import Markup

from federation.decisions.voting.queries.owed import VoteOwed, votes_owed
from federation.decisions.words import SOON_DAYS, closing_tag
from federation.home.queries import needed
from federation.home.queries.needed import VoteProgress, WaitingDecision
from federation.kernel.clock import machine_now
from federation.kernel.days import end_of_day
from federation.kernel.policy import Actor
from federation.kernel.web import here
from federation.kernel.words import LONDON, day, days_until, moment, plural, tag
from federation.network.dues.queries import DueOwners, ShownDue, things_owed
from federation.network.dues.words import due_tag, due_words
from federation.network.groups.waiting import WaitingSeat, seats_for
from federation.network.members.queries.second_person import WaitingRole, roles_for
from federation.network.members.rules.early import EarlyRoles

MOST_NAMES = 5
AHEAD = timedelta(days=28)
"""So far ahead Home looks."""


class NeedItem(NamedTuple):
    """One thing to do: what, where, when, and how urgent."""

    title: str
    url: str
    hint: str
    status: Markup


class NeedGroup(NamedTuple):
    """Some things to do, under a heading."""

    id: str
    heading: str
    items: list[NeedItem]


class PersonNeeds(NamedTuple):
    """What needs a person, and the open votes besides. ``own``: whether all of it is their practices'. ``early``: the
    roles that others gave themselves before anybody else was here."""

    groups: list[NeedGroup]
    others: list[VoteProgress]
    own: bool
    early: list[EarlyRoles]

    @property
    def things(self) -> int:
        """How many things there are to do."""
        return sum(len(group.items) for group in self.groups)


def needs_of(who: Actor) -> PersonNeeds:
    """Everything that waits for a person, and the open votes that do not. The number of statements depends on the
    person's roles alone."""
    practices = [one.practice_id for one in who.seats]
    now = machine_now()
    today = now.astimezone(LONDON).date()
    voting = {one.id: one for one in needed.open_votes()}
    executive, chair = "executive" in who.roles, "chair" in who.roles
    owners = DueOwners(who.person_id, practices, here().plugins)
    found = things_owed(owners, end_of_day(today + AHEAD), now if executive else None)
    due = [one for one in found if one.is_of(owners)]
    owed = votes_owed(who)
    waiting = needed.decisions_waiting(who.person_id, executive) if executive or who.seats else []
    confirming, early = roles_for(who)
    late = [_thing(one, now) for one in due if one.due_at <= now]
    to_do = [(one.closes_at, _vote(one, who, voting, now)) for one in owed]
    to_do += [(one.due_at, _thing(one, now)) for one in due if one.due_at > now]
    ties = [one for one in waiting if one.tied]
    groups = [
        NeedGroup(
            "late",
            "Late",
            [*(_tie(one, now, True) for one in ties if chair), *late],
        ),
        NeedGroup("to-do", "To do", [item for _, item in sorted(to_do, key=lambda one: one[0])]),
        NeedGroup("confirming", "Roles to confirm", [_confirm(one) for one in confirming]),
        NeedGroup("seats", "Seats to confirm", [_confirm_seat(one) for one in seats_for(who)]),
        NeedGroup(
            "outcomes",
            "Outcomes to write",
            [_outcome(one, now) for one in waiting if not one.tied],
        ),
    ]
    short: list[VoteProgress] = []
    if executive:
        short = [one for one in voting.values() if one.still and days_until(one.closes_at, now) <= SOON_DAYS]
        groups += _executive_groups(
            [] if chair else ties, short, [one for one in found if not one.is_of(owners)], now
        )
    said = {one.decision_id for one in owed} | {one.id for one in short}
    own = not any(
        group.items for group in groups if group.id not in ("late", "to-do", "confirming", "seats")
    ) and not (ties and chair)
    return PersonNeeds(
        [group for group in groups if group.items],
        [one for one in voting.values() if one.id not in said],
        own,
        early,
    )


def _executive_groups(
    ties: Sequence[WaitingDecision],
    short: Sequence[VoteProgress],
    late: Sequence[ShownDue],
    now: datetime,
) -> list[NeedGroup]:
    """What the executive looks after for others: ties of the chair, votes that few have cast, what is late."""
    missing = needed.unrepresented([one.id for one in short])
    return [
        NeedGroup("ties", "Ties that wait for the chair", [_tie(one, now, False) for one in ties]),
        NeedGroup(
            "short", "Votes short of numbers", [_short(one, missing.get(one.id, []), now) for one in short]
        ),
        NeedGroup("overdue", "Late with others", [_thing(one, now) for one in late]),
    ]


def _vote(one: VoteOwed, who: Actor, voting: Mapping[int, VoteProgress], now: datetime) -> NeedItem:
    hint = f"Voting closes {moment(one.closes_at)}"
    if one.decision_id in voting:
        hint += f". {voting[one.decision_id].words}"
    elif one.practice_id is None:
        hint += f". {one.so_far}. You have not voted"
    if one.practice_id is not None and len(who.seats) > 1:
        hint += f". {one.practice} has not voted"
    elif one.practice_id is not None and not who.representing:
        hint += ". Your practice’s representatives cast its vote"
    url = url_for("decisions.show", decision_id=one.decision_id)
    return NeedItem(one.title, url, hint, closing_tag(one.closes_at, now))


def _confirm(one: WaitingRole) -> NeedItem:
    return NeedItem(
        f"Is {one.name} {one.words}?",
        url_for("network_people.to_confirm"),
        f"{f'{one.giver} gave the role' if one.giver else 'The role was given at the terminal'}. It needs a second person",
        tag("To be confirmed", "yellow"),
    )


def _confirm_seat(one: WaitingSeat) -> NeedItem:
    return NeedItem(
        f"Does {one.name} belong in the {one.group}?",
        url_for("network.confirm_seat", group_id=one.group_id, seat_id=one.id),
        f"{one.giver} gave the seat: {one.words.lower()}. It needs a second person",
        tag("To be confirmed", "yellow"),
    )


def _thing(one: ShownDue, now: datetime) -> NeedItem:
    hint = f"{due_words(one.due_at, one.whole_day, now)}{_about(one)}"
    return NeedItem(one.words, one.url, hint, due_tag(one.due_at, one.begun, now))


def _about(one: ShownDue) -> str:
    """What it belongs to, and who sees to it."""
    parts = [one.about, f"Owner: {one.owner}" if one.owner else f"For {one.practice}"]
    return "".join(f". {part}" for part in parts if part)


def _tie(one: WaitingDecision, now: datetime, for_chair: bool) -> NeedItem:
    hint = f"{one.how}. Tied since {day(one.closed_at)}"
    status = _waits(one.closed_at, now)
    if for_chair:
        return NeedItem(
            f"Give the casting vote: {one.title}",
            url_for("decisions.casting_vote", decision_id=one.id),
            hint,
            status,
        )
    return NeedItem(
        one.title,
        url_for("decisions.show", decision_id=one.id),
        f"{hint}. Only the chair can decide it: remind them",
        status,
    )


def _outcome(one: WaitingDecision, now: datetime) -> NeedItem:
    url = url_for("decisions.outcome", decision_id=one.id)
    hint = f"Decided {day(one.closed_at)}. {one.how}. Say what happens now"
    return NeedItem(f"Write the outcome: {one.title}", url, hint, _waits(one.closed_at, now))


def _waits(since: datetime, now: datetime) -> Markup:
    days = -days_until(since, now)
    words = f"Waiting for {plural(days, 'day')}" if days > 0 else "Waiting since today"
    return tag(words, "red" if days > SOON_DAYS else "yellow")


def _short(one: VoteProgress, missing: Sequence[str], now: datetime) -> NeedItem:
    hint = f"{one.words} by {moment(one.closes_at)}. Ask the practices to vote"
    if missing:
        names = list(missing[:MOST_NAMES])
        rest = len(missing) - len(names)
        names += [f"{rest} more"] if rest else []
        listed = f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
        hint += f". {listed} {'has' if len(missing) == 1 else 'have'} no representative, so cannot vote yet"
    url = url_for("decisions.show", decision_id=one.id)
    return NeedItem(one.title, url, hint, closing_tag(one.closes_at, now))
