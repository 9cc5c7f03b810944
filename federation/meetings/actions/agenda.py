"""The agenda: made of what is open, added to by all who take part, ordered and written up by who leads."""

from datetime import date
from typing import Final

from sqlalchemy import delete, select

from federation.kernel.db import db, unit_of_work
from federation.kernel.held import held, plain_text, rows_changed
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Invalid, Refusal
from federation.meetings.findable import note_meeting
from federation.meetings.models import ITEM_FILES, OUTCOMES, AgendaItem, CalledMeeting
from federation.meetings.queries.agenda import item_of, items_of, open_things
from federation.meetings.queries.invited import asked, invited_to, is_read_by_all
from federation.meetings.queries.meetings import ShownMeeting, meeting_here
from federation.meetings.queries.minutes import action_key, action_of, actions_of
from federation.meetings.rules import named_in
from federation.network.dues.actions import DuePage, add_due, done_due
from federation.network.files.actions import drop_files

LONGEST_TITLE: Final = 200
LONGEST_ABOUT: Final = 2_000
LONGEST_SAID: Final = 10_000
MOST_ITEMS: Final = 100


def fill_agenda(meeting: ShownMeeting, person_id: int) -> int:
    """Put on the agenda what is open and does not stand there yet, in the open unit of work. Returns how many items are new."""
    there = items_of(meeting.id)
    keys = {one.key for one in there}
    new = [one for one in open_things(meeting) if one.key not in keys][: MOST_ITEMS - len(there)]
    last = next((one for one in there if one.key == "next"), None)
    place = len(there)
    for number, one in enumerate(new):
        page = {"endpoint": one.endpoint, "values": dict(one.values)} if one.endpoint else {}
        db.session.add(
            AgendaItem(
                meeting_id=meeting.id,
                position=place + number,
                title=one.title,
                about=one.about[:LONGEST_ABOUT],
                key=one.key,
                page=page,
                added_by=person_id,
                added_at=meeting.now,
                decision_id=one.decision and one.decision[0],
                version=one.decision and one.decision[1],
            )
        )
    db.session.flush()
    if last and new:
        _order(meeting.id, [*(one.id for one in items_of(meeting.id) if one.key != "next"), last.id])
    note_meeting(meeting)
    return len(new)


def renew_agenda(actor: Actor, meeting_id: int) -> int:
    """Put on the agenda what has opened since it was made. Returns how many items are new."""
    with unit_of_work():
        return fill_agenda(_run(actor, meeting_id), actor.person_id)


def add_item(actor: Actor, meeting_id: int, title: str, about: str) -> int:
    """Put something on the agenda, before its last item where that is the next meeting. Returns its number."""
    title = _short(plain_text(title, "title", "Say what it is about"), LONGEST_TITLE, "title")
    about = _short(plain_text(about, "about"), LONGEST_ABOUT, "about")
    with unit_of_work():
        held(CalledMeeting, meeting_id)
        meeting = meeting_here(meeting_id)
        authorize(actor, "meetings.speak", meeting.whose)
        check_open(meeting)
        row = AgendaItem(
            title=title,
            about=about,
            page={},
            added_by=actor.person_id,
        )
        put_last(meeting, row)
        return row.id


def put_last(meeting: ShownMeeting, row: AgendaItem) -> None:
    """Put an item at the end of the agenda, before the next meeting, in the open unit of work."""
    there = items_of(meeting.id)
    if len(there) >= MOST_ITEMS:
        raise Refusal(f"An agenda has {MOST_ITEMS} items at most.")
    row.meeting_id, row.position, row.added_at = meeting.id, len(there), meeting.now
    db.session.add(row)
    db.session.flush()
    ends = [one.id for one in there if one.key == "next"]
    _order(meeting.id, [*(one.id for one in there if one.key != "next"), row.id, *ends])
    note_meeting(meeting)


def move_item(actor: Actor, meeting_id: int, item_id: int, up: bool) -> None:
    """Move an item one place up or down; at the end it stays."""
    with unit_of_work():
        item_of(meeting_id, item_id)
        _run(actor, meeting_id)
        order = [one.id for one in items_of(meeting_id)]
        old = order.index(item_id)
        new = min(max(0, old - 1 if up else old + 1), len(order) - 1)
        order.insert(new, order.pop(old))
        _order(meeting_id, order)


def remove_item(actor: Actor, meeting_id: int, item_id: int) -> None:
    """Take an item off the agenda, as long as nothing was said of it: who leads, and who put it there."""
    with unit_of_work():
        held(CalledMeeting, meeting_id)
        meeting = meeting_here(meeting_id)
        _, item = item_of(meeting_id, item_id)
        authorize(actor, "meetings.speak", meeting.whose)
        check_open(meeting)
        if item.added_by != actor.person_id:
            authorize(actor, "meetings.run", meeting.whose)
        if (item.key or "").startswith("asked:"):
            raise Refusal("Practices have asked for the meeting because of this, so it stays on the agenda.")
        if item.said or item.outcome or (item.vote and item.vote.voted_at):
            raise Refusal("Something was said of this item or decided, so it stays on the agenda.")
        drop_files(ITEM_FILES, item_id)
        rows_changed(delete(AgendaItem).where(AgendaItem.id == item_id))
        note_meeting(meeting)


def write_up(actor: Actor, meeting_id: int, item_id: int, said: str, outcome: str) -> None:
    """Note what was said or agreed about an item, and how it ended."""
    said = _short(plain_text(said, "said"), LONGEST_SAID, "said")
    if outcome not in OUTCOMES:
        raise Invalid("Select how the item ended", "outcome")
    with unit_of_work() as session:
        item_of(meeting_id, item_id)
        meeting = _run(actor, meeting_id)
        check_names(meeting, said, "said")
        if meeting.state == "called":
            raise Refusal("The meeting has not begun yet.")
        row = session.get_one(AgendaItem, item_id)
        row.said, row.outcome = said, outcome
        session.flush()


def add_action(
    actor: Actor,
    meeting_id: int,
    item_id: int,
    words: str,
    due: date,
    *,
    person_id: int | None = None,
    practice_id: int | None = None,
) -> None:
    """Note what a person or a practice does after the meeting, and by which day: they owe it from now on. Of a meeting that not
    everybody reads about, only somebody who is asked to it. Raises ``Invalid`` at ``owner``."""
    if (person_id is None) == (practice_id is None):
        raise Invalid("Select who does it: a person, or a practice", "owner")
    with unit_of_work():
        item_of(meeting_id, item_id)
        meeting = _run(actor, meeting_id)
        if not meeting.names_people:
            raise Refusal("The notes of this meeting name nobody, so no action stands in them.")
        if not is_read_by_all(meeting) and person_id not in invited_to(meeting.group_id):
            raise Invalid(
                "Select somebody who sits in the group: others do not read about its meetings", "owner"
            )
        number = 1 + sum(one.item_id == item_id for one in actions_of(meeting_id))
        add_due(
            action_key(meeting_id, item_id, number),
            words,
            due,
            DuePage("meetings.meeting", {"meeting_id": meeting_id}),
            people=[person_id] if person_id else (),
            practices=[practice_id] if practice_id else (),
            about=f"From {meeting.title}",
            shared=meeting.group_id is None,
        )


def finish_action(actor: Actor, meeting_id: int, action_id: int) -> None:
    """Note that an action is done: who owes it, their practice, and who leads the meeting."""
    with unit_of_work():
        meeting = meeting_here(meeting_id)
        action = action_of(meeting_id, action_id)
        mine = action.person_id == actor.person_id or (
            action.practice_id is not None and actor.belongs_to(action.practice_id)
        )
        if not mine:
            authorize(actor, "meetings.run", meeting.whose)
        done_due(
            f"meetings.{action.key}",
            actor.person_id,
            person_id=action.person_id,
            practice_id=action.practice_id,
        )


def check_names(meeting: ShownMeeting, words: str, field: str) -> None:
    """Refuse notes that name somebody, where the meeting is one without names. Raises ``Invalid`` with each name at ``field``."""
    if meeting.names_people:
        return
    people = asked(meeting)
    there = [one.name for one in people if one.state]
    found = named_in(words, there, [one.name for one in people])
    if found:
        raise Invalid.many(
            [(f"These notes name nobody. Take out {name}, or say “somebody”", field) for name in found]
        )


def _run(actor: Actor, meeting_id: int) -> ShownMeeting:
    """The meeting, held for somebody who leads it, as long as anything of it can change."""
    held(CalledMeeting, meeting_id)
    meeting = meeting_here(meeting_id)
    authorize(actor, "meetings.run", meeting.whose)
    check_open(meeting)
    return meeting


def check_open(meeting: ShownMeeting) -> None:
    """Refuse changes of a meeting that was called off, or whose minutes are approved."""
    if not meeting.is_open:
        raise Refusal(
            "The minutes of this meeting are approved, or it was called off. Nothing changes any more."
        )


def _order(meeting_id: int, order: list[int]) -> None:
    rows = {
        row.id: row
        for row in db.session.scalars(select(AgendaItem).where(AgendaItem.meeting_id == meeting_id))
    }
    for place, number in enumerate(order):
        rows[number].position = place
    db.session.flush()


def _short(text: str, longest: int, field: str) -> str:
    if len(text) > longest:
        raise Invalid(f"Use {longest:,} characters or fewer", field)
    return text
