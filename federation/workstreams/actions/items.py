"""Work that is brought to a group by any practice, what becomes of it, and how it becomes a proposal."""

from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import func, select

from federation.decisions.models import Decision
from federation.decisions.proposals.actions import proposals
from federation.decisions.proposals.texts import Draft
from federation.decisions.seen import by_number
from federation.kernel.db import db, unit_of_work
from federation.kernel.held import held, plain_text
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Invalid, Refusal
from federation.mandates.models import GroupReport, MandateAct
from federation.network.groups.queries import ListedGroup, group_here
from federation.network.models import NetworkGroup, Practice
from federation.workstreams.actions.planning import (
    LONGEST_WORDS,
    group_worked_on,
    note_work,
    one_line,
)
from federation.workstreams.findable import note_item
from federation.workstreams.letters import tell_brought, tell_settled
from federation.workstreams.models import FATES, ITEM_KINDS, WorkItem, WorkTask
from federation.workstreams.permissions import ItemOfGroup
from federation.workstreams.queries.reading import work_of

LONGEST_TEXT: Final = 5_000
MOST_OPEN: Final = 500
"""Work without an end that a group can have at once."""
_LEADS_TO: Final[dict[str, Any]] = {"act": MandateAct, "task": WorkTask, "report": GroupReport}


class WantedItem(NamedTuple):
    """Work to bring. ``practice``: the code of whose it is, or None; ``origin``: where it came from, in words; ``after``: the
    number of the decision in the register after which it came."""

    kind: str
    title: str
    words: str = ""
    practice: str | None = None
    origin: str = ""
    after: str = ""


class ItemFate(NamedTuple):
    """What became of work: it led to the thing of this kind and number, or is ``closed``; with the reason in words."""

    kind: str
    number: int | None = None
    words: str = ""


class RaisedItem(NamedTuple):
    """The proposal that work becomes; ``in_group``: the group decides, not all members."""

    title: str
    body: str
    reasons: str = ""
    in_group: bool = False


def bring(actor: Actor, group_id: int, wanted: WantedItem) -> int:
    """Bring work to a group. Who does not sit in it brings it for a practice of theirs. Returns its number."""
    authorize(actor, "workstreams.bring")
    group = group_here(group_id)
    authorize(actor, "workstreams.bring", work_of(group))
    if wanted.kind not in ITEM_KINDS:
        raise Invalid("Select what kind of work it is", "kind")
    title = one_line(wanted.title, "title", "Say in a sentence what it is", LONGEST_WORDS)
    words = _text(wanted.words)
    origin = one_line(wanted.origin, "origin", "", LONGEST_WORDS)
    practice = _practice(actor, group, wanted.practice)
    after = decision_numbered(wanted.after, "after") if wanted.after.strip() else None
    with unit_of_work() as session:
        now = held(NetworkGroup, group_id).now
        _check_room(group)
        item = WorkItem(
            group_id=group_id,
            kind=wanted.kind,
            title=title,
            words=words,
            brought_by=actor.person_id,
            brought_at=now,
            practice_id=practice,
            after_id=after,
            origin=origin,
        )
        session.add(item)
        session.flush()
        note_item(item)
        note_work(actor, "work.brought", group, [item.kind, title, words], item=item.id)
        tell_brought(item, group, actor)
        return item.id


def settle_item(actor: Actor, item_id: int, fate: ItemFate) -> None:
    """Say what became of work: it led to a decision, or to an act, a task or a report of its group, or is closed with the
    reason. Nothing happens where it says so already."""
    with unit_of_work():
        item, group, now = _item_worked_on(actor, item_id)
        if fate.kind not in FATES:
            raise Invalid("Select what became of it", "fate")
        words = _text(fate.words, "Say why" if fate.kind == "closed" else "")
        number = _checked(item, fate)
        if (item.fate, _led_to(item), item.fate_words) == (fate.kind, number, words):
            return
        _end(item, fate.kind, number, words, actor, now)
        note_item(item)
        note_work(actor, "work.settled", group, [fate.kind, words], item=item.id)
        tell_settled(item, group, actor)


def reopen_item(actor: Actor, item_id: int) -> None:
    """Open work again that had an end. Nothing happens where it is open."""
    with unit_of_work():
        item, group, _now = _item_worked_on(actor, item_id)
        if not item.fate:
            return
        _clear(item)
        item.fate, item.fate_words, item.ended_by, item.ended_at = "", "", None, None
        db.session.flush()
        note_item(item)
        note_work(actor, "work.reopened", group, [], item=item.id)


def raise_item(actor: Actor, item_id: int, raised: RaisedItem) -> int:
    """Make work a proposal that is shown at once: to the members, or to the group where it is to decide. It is what became of the
    work. Returns the number of the decision."""
    authorize(actor, "workstreams.raise")
    with unit_of_work():
        item, now = held(WorkItem, item_id)
        authorize(actor, "workstreams.raise", ItemOfGroup(item.group_id, item.brought_by))
        group = group_here(item.group_id)
        authorize(actor, "workstreams.read", work_of(group))
        if item.fate:
            raise Refusal("It is said already what became of this. Open it again first.")
        draft = Draft(title=raised.title, body=raised.body, reasons=raised.reasons)
        decision = proposals.start(
            actor, draft, item.practice_id, group_id=group.id if raised.in_group else None
        )
        proposals.to_discussion(actor, decision)
        _end(item, "decision", decision, "", actor, now)
        note_work(actor, "work.settled", group, ["decision", ""], item=item.id)
        tell_settled(item, group, actor)
        return decision


def decision_numbered(number: str, field: str) -> int:
    """The decision in the register of this number, as far as the person of the request may read it. Raises ``Invalid``."""
    found = by_number(number)
    if found is None:
        raise Invalid("There is no decision with this number in the register", field)
    return found


def _item_worked_on(actor: Actor, item_id: int) -> tuple[WorkItem, ListedGroup, datetime]:
    authorize(actor, "workstreams.work")
    item, now = held(WorkItem, item_id)
    return item, group_worked_on(actor, item.group_id), now


def _check_room(group: ListedGroup) -> None:
    if group.ended_at is not None:
        raise Refusal("This group has ended.")
    is_open = select(func.count(WorkItem.id)).where(
        WorkItem.group_id == group.id, WorkItem.ended_at.is_(None)
    )
    if int(db.session.scalar(is_open) or 0) >= MOST_OPEN:
        raise Refusal(f"This group has {MOST_OPEN} things without an end. Ask a lead to look through them.")


def _practice(actor: Actor, group: ListedGroup, code: str | None) -> int | None:
    """Whose work it is: one's own practice, or any for those who work in the group."""
    if not code:
        if actor.sits_in(group.id) or actor.practice is None:
            return None
        return actor.practice.practice_id
    for seat in actor.seats:
        if seat.code == code:
            return seat.practice_id
    if not actor.leads(group.id) and not actor.votes_in(group.id):
        raise Invalid("Choose a practice of yours", "practice")
    found = db.session.scalar(select(Practice.id).where(Practice.code == code, Practice.belongs()))
    if found is None:
        raise Invalid(f"There is no practice with the code {code} in this federation", "practice")
    return found


def _text(typed: str, missing: str = "") -> str:
    words = plain_text(typed, "words", missing)
    if len(words) > LONGEST_TEXT:
        raise Invalid(f"Use {LONGEST_TEXT:,} characters or fewer", "words")
    return words


def _checked(item: WorkItem, fate: ItemFate) -> int | None:
    """The number of what work led to, if it is there: a decision that is no draft, or something of its group."""
    if fate.kind == "closed":
        return None
    if fate.number is None:
        raise Invalid("Say which", "fate")
    if fate.kind == "decision":
        return _shown_decision(fate.number)
    model = _LEADS_TO[fate.kind]
    found = db.session.scalar(
        select(model.id).where(model.id == fate.number, model.group_id == item.group_id)
    )
    if found is None:
        raise Invalid(f"This group has no such {fate.kind}", "fate")
    return int(found)


def _shown_decision(number: int) -> int:
    found = db.session.scalar(select(Decision.id).where(Decision.id == number, Decision.state != "draft"))
    if found is None:
        raise Invalid("There is no such decision", "fate")
    return found


def _led_to(item: WorkItem) -> int | None:
    return item.decision_id or item.act_id or item.task_id or item.report_id


def _clear(item: WorkItem) -> None:
    item.decision_id = item.act_id = item.task_id = item.report_id = None


def _end(item: WorkItem, fate: str, number: int | None, words: str, actor: Actor, now: datetime) -> None:
    _clear(item)
    item.fate, item.fate_words, item.ended_by, item.ended_at = fate, words, actor.person_id, now
    if number is not None:
        setattr(item, f"{fate}_id", number)
    db.session.flush()
