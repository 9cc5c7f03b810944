"""The answers of shared purchasing to the hooks of other features."""

from collections.abc import Sequence
from typing import Any

from federation.decisions.events import DecisionClosed
from federation.decisions.voting.actions.opening import OpeningVote
from federation.kernel.web import actor
from federation.mandates.actions.acting import SettlingAct
from federation.network.groups.queries import openly_acting
from federation.network.places import GroupShown
from federation.plugin.feature import Objection, Panel, PersonalRecord
from federation.plugin.hooks import hookimpl
from federation.purchasing.actions.specifications import apply_vote
from federation.purchasing.queries.deliveries import waits_for_two
from federation.purchasing.queries.needs import personal_needs
from federation.purchasing.queries.opening import objections_to
from federation.purchasing.queries.rounds import rounds_of
from federation.purchasing.subjects import SPECIFICATION
from federation.purchasing.words import ENDED_BY_TWO


@hookimpl
def happened(event: Any) -> None:
    """What the members voted may be bought from now on."""
    if isinstance(event, DecisionClosed) and event.subject == SPECIFICATION and event.verdict == "carried":
        apply_vote(event)


@hookimpl
def objections(act: Any) -> list[Objection]:
    """No vote on what is to be bought opens that would not hold, and no order ends below what was promised by one person."""
    if isinstance(act, SettlingAct):
        return [Objection(ENDED_BY_TWO)] if waits_for_two(act.act_id) else []
    return [Objection(words) for words in objections_to(act)] if isinstance(act, OpeningVote) else []


@hookimpl
def panels(place: str, subject: Any) -> Sequence[Panel]:
    """On the page of a group: what it buys for the practices."""
    if not isinstance(subject, GroupShown):
        return []
    found = rounds_of(subject.group_id)
    may_run = subject.group_id in {one.group_id for one in openly_acting(actor())}
    if not found and not may_run:
        return []
    return [Panel("purchasing/_group.html", {"group": subject, "rounds": found[:10], "may_run": may_run})]


@hookimpl
def personal_data(person_id: int) -> list[PersonalRecord]:
    """What a person asked, answered and wrote."""
    return personal_needs(person_id)
