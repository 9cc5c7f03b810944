"""Papers of an item: files that people read before they speak of it."""

from collections.abc import Sequence
from typing import Final

from federation.kernel import record
from federation.kernel.db import db, unit_of_work
from federation.kernel.files.sent import SentFile
from federation.kernel.held import held
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Invalid, NotFound, Refusal
from federation.meetings.actions.agenda import check_open
from federation.meetings.letters import tell_other_papers
from federation.meetings.models import ITEM_FILES, AgendaItem, CalledMeeting
from federation.meetings.queries.agenda import ShownItem, item_of
from federation.meetings.queries.invited import invited_to
from federation.meetings.queries.meetings import ShownMeeting, meeting_here
from federation.meetings.queries.papers import papers_on
from federation.meetings.rules import against_new_papers
from federation.network.files.actions import attach_all, drop_file
from federation.network.files.queries import AttachedFile

MOST_PAPERS: Final = 20


def add_papers_to(
    actor: Actor, meeting_id: int, item_id: int, sent: Sequence[SentFile]
) -> list[AttachedFile]:
    """Attach papers to an item: whoever put it on the agenda, and who leads. Where it may be decided in the meeting, its notice
    begins anew, with a letter to everybody who is asked. Raises ``Invalid`` at ``file``."""
    with unit_of_work():
        meeting, item = _held_item(actor, meeting_id, item_id)
        there = papers_on(meeting_id).get(item_id, ())
        if len(there) + len(sent) > MOST_PAPERS:
            raise Invalid(f"An item can have {MOST_PAPERS} papers at most. It has {len(there)}", "file")
        made = attach_all(ITEM_FILES, item_id, actor.person_id, sent)
        files = [[one.id, one.sha256] for one in made]
        record.append(actor.person_id, "meeting.paper_added", f"meeting:{meeting_id}", files=files)
        _begin_notice(actor, meeting, item)
        return made


def remove_paper_from(actor: Actor, meeting_id: int, item_id: int, paper_id: int) -> AttachedFile:
    """Take a paper away from an item: whoever put the item on the agenda, and who leads, with the notice that adding one has.
    Returns what it was."""
    with unit_of_work():
        meeting_here(meeting_id)
        gone = next((one for one in papers_on(meeting_id).get(item_id, ()) if one.id == paper_id), None)
        if gone is None:
            raise NotFound()
        meeting, item = _held_item(actor, meeting_id, item_id)
        drop_file(ITEM_FILES, item_id, paper_id)
        files = [[gone.id, gone.sha256]]
        record.append(actor.person_id, "meeting.paper_removed", f"meeting:{meeting_id}", files=files)
        _begin_notice(actor, meeting, item)
        return gone


def _held_item(actor: Actor, meeting_id: int, item_id: int) -> tuple[ShownMeeting, ShownItem]:
    """Hold a meeting for somebody who may change the papers of one of its items, as long as anybody may."""
    held(CalledMeeting, meeting_id)
    meeting = meeting_here(meeting_id)
    _, item = item_of(meeting_id, item_id)
    authorize(actor, "meetings.speak", meeting.whose)
    if item.added_by != actor.person_id:
        authorize(actor, "meetings.run", meeting.whose)
    check_open(meeting)
    if reason := against_new_papers(meeting.state != "called", item.vote and item.vote.state):
        raise Refusal(reason)
    return meeting, item


def _begin_notice(actor: Actor, meeting: ShownMeeting, item: ShownItem) -> None:
    """Members had no notice of other papers: the notice of a vote in the meeting begins anew, and they get a letter."""
    if item.vote is None:
        return
    db.session.get_one(AgendaItem, item.id).added_at = meeting.now
    db.session.flush()
    people = set(invited_to(meeting.group_id)) - {actor.person_id}
    tell_other_papers(meeting, people, actor.name, item.id, item.title)
