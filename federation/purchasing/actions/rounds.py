"""A group asks the practices what they need, and calls that off."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple

from federation.kernel import record
from federation.kernel.db import unit_of_work
from federation.kernel.held import held, plain_text
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Invalid, Refusal
from federation.network.dues.actions import DuePage, add_due, drop_due
from federation.network.for_plugins import practices
from federation.network.groups.queries import ListedGroup, group_here
from federation.network.models import NetworkGroup
from federation.purchasing.findable import note_round
from federation.purchasing.letters import tell_called_off, tell_opened
from federation.purchasing.models import CATEGORIES, PurchaseRound
from federation.purchasing.permissions import RoundOf
from federation.purchasing.queries.rounds import ShownRound, round_here
from federation.purchasing.queries.specifications import vote_runs, voted_of

LONGEST_TITLE: Final = 120
LONGEST_ITEM: Final = 120
LONGEST_UNIT: Final = 40
LONGEST_REASON: Final = 1_000
MOST_ITEMS: Final = 30


class WantedRound(NamedTuple):
    """A round to open: what practices are asked about, until when, and items (with units) to begin with."""

    title: str
    category: str
    closes_at: datetime
    items: Sequence[tuple[str, str]] = ()


def open_round(actor: Actor, group_id: int, wanted: WantedRound) -> int:
    """Ask every practice what it needs: it stands on their Home until they have answered. Returns the number of the round."""
    group = group_run(actor, group_id)
    title = one_line(wanted.title, "title", "Say what is to be bought", LONGEST_TITLE)
    if wanted.category not in CATEGORIES:
        raise Invalid("Select what kind of thing it is", "category")
    items = checked_items(wanted.items)
    with unit_of_work() as session:
        now = held(NetworkGroup, group_id).now
        if wanted.closes_at <= now:
            raise Invalid("The time until which practices can answer must be in the future", "closes_at")
        row = PurchaseRound(
            group_id=group_id,
            title=title,
            category=wanted.category,
            items=items,
            closes_at=wanted.closes_at,
            opened_by=actor.person_id,
            opened_at=now,
        )
        session.add(row)
        session.flush()
        add_due(
            need_key(row.id),
            f"Say what your practice needs: {title}",
            wanted.closes_at,
            DuePage("purchasing.purchase_round", {"round_id": row.id}),
            practices=[one.id for one in practices()],
            about=group.name,
            shared=True,
        )
        record.append(
            actor.person_id,
            "purchase.opened",
            f"purchase:{row.id}",
            group=group_id,
            category=wanted.category,
            closes_at=record.stamp(wanted.closes_at),
            text=record.digest([title, items]),
        )
        note_round(row.id)
        tell_opened(row, group.name, [actor.person_id])
        return row.id


def call_off(actor: Actor, round_id: int, reason: str) -> None:
    """Call a round off, with the reason: nobody is asked any more, and nothing is bought in it.
    Refused once the members vote, or have voted, what is bought: one seat of the group does not undo that."""
    reason = one_line(reason, "reason", "Say why", LONGEST_REASON)
    with unit_of_work() as session:
        row, now = held(PurchaseRound, round_id)
        group = group_run(actor, row.group_id)
        check_stands(row.called_off_at)
        if voted_of(round_id):
            raise Refusal("The members have voted what is bought in this round, so no group calls it off.")
        if vote_runs(round_id):
            raise Refusal("The members are voting on what is bought in this round. Wait until they have.")
        row.called_off_at, row.call_off_reason = now, reason
        session.flush()
        drop_due(need_key(round_id))
        record.append(
            actor.person_id, "purchase.called_off", f"purchase:{round_id}", text=record.digest(reason)
        )
        note_round(round_id)
        tell_called_off(row, group.name, [actor.person_id])


def group_run(actor: Actor, group_id: int) -> ListedGroup:
    """The group, for somebody who may buy with it. Raises ``NotFound`` where there is none such, and ``Refusal`` where it has
    ended or keeps what it writes to itself."""
    authorize(actor, "purchasing.run")
    group = group_here(group_id)
    authorize(actor, "purchasing.run", RoundOf(group_id))
    if group.ended_at is not None:
        raise Refusal("This group has ended.")
    if group.reads != "all":
        raise Refusal(
            "What is bought for all practices is read by all, and this group keeps what it writes to itself."
        )
    return group


def round_run(actor: Actor, round_id: int) -> ShownRound:
    """The round, for somebody of its group. Raises ``NotFound`` where there is none such. Two statements."""
    authorize(actor, "purchasing.run")
    found = round_here(round_id)
    group_run(actor, found.group_id)
    check_stands(found.called_off_at)
    return found


def check_stands(called_off_at: datetime | None) -> None:
    """Refuse what is done in a round that was called off."""
    if called_off_at is not None:
        raise Refusal("This round was called off.")


def need_key(round_id: int) -> str:
    """The key under which practices owe an answer."""
    return f"purchasing.needs:{round_id}"


def one_line(typed: str, field: str, missing: str, longest: int) -> str:
    """What was typed, on one line, if it is not longer than this many characters."""
    words = " ".join(plain_text(typed, field, missing).split())
    if len(words) > longest:
        raise Invalid(f"Use {longest:,} characters or fewer", field)
    return words


def checked_items(items: Sequence[Sequence[str]]) -> list[list[str]]:
    """Items with their units as they are kept. Raises ``Invalid`` at ``items``."""
    if len(items) > MOST_ITEMS:
        raise Invalid(f"Name {MOST_ITEMS} items or fewer", "items")
    return [
        [
            one_line(item, "items", "Enter the name of each item", LONGEST_ITEM),
            one_line(unit, "items", "Enter the unit of each item", LONGEST_UNIT),
        ]
        for item, unit in items
    ]
