"""The agenda of a meeting, and what is open for whoever meets."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select

from federation.decisions.models import Decision, DecisionAction
from federation.kernel.db import db
from federation.kernel.refusals import NotFound
from federation.kernel.words import day, moment, plural
from federation.mandates.queries.standing import newest_mandates
from federation.meetings.models import AgendaItem
from federation.meetings.queries.meetings import ShownMeeting, last_draft
from federation.meetings.queries.votes import VOTE_COLUMNS, ItemVote, is_of
from federation.meetings.words import OUTCOME_TAGS
from federation.network.models import ThingDue


class ShownItem(NamedTuple):
    """An item of an agenda. ``page``: the endpoint and values of the page that shows what it is about; empty where none does.
    ``vote``: the proposal that it is about, where it is one that is decided by a vote."""

    id: int
    position: int
    title: str
    about: str
    key: str | None
    page: Mapping[str, Any]
    added_by: int
    added_at: datetime
    said: str
    outcome: str
    vote: ItemVote | None

    @property
    def status(self) -> tuple[str, str]:
        """How it ended, as a word and a colour."""
        return OUTCOME_TAGS[self.outcome]


class OpenThing(NamedTuple):
    """Something that is open for whoever meets, as an item of the agenda."""

    key: str
    title: str
    about: str
    endpoint: str = ""
    values: Mapping[str, Any] = {}
    decision: tuple[int, int] | None = None
    """The decision that it is, with its version."""


_ITEMS = (
    select(
        AgendaItem.id,
        AgendaItem.position,
        AgendaItem.title,
        AgendaItem.about,
        AgendaItem.key,
        AgendaItem.page,
        AgendaItem.added_by,
        AgendaItem.added_at,
        AgendaItem.said,
        AgendaItem.outcome,
        *VOTE_COLUMNS,
    )
    .outerjoin(Decision, Decision.id == AgendaItem.decision_id)
    .where(AgendaItem.meeting_id == bindparam("meeting"))
    .order_by(AgendaItem.position, AgendaItem.id)
)

_OWN = len(ShownItem._fields) - 1


def items_of(meeting_id: int) -> Sequence[ShownItem]:
    """The agenda, in order. One statement."""
    return [
        ShownItem._make((*row[:_OWN], ItemVote._make(row[_OWN:]) if row.state else None))
        for row in db.session.execute(_ITEMS, {"meeting": meeting_id})
    ]


def item_of(meeting_id: int, item_id: int) -> tuple[int, ShownItem]:
    """An item with its number on the agenda, from 1. Raises ``NotFound``. One statement."""
    for number, one in enumerate(items_of(meeting_id), 1):
        if one.id == item_id:
            return number, one
    raise NotFound()


def open_things(meeting: ShownMeeting) -> Iterator[OpenThing]:
    """What is open now for whoever meets, in the order in which it is best spoken of: minutes to approve, votes by the time that
    they close, reports that are late, actions that are late, and the next meeting. Four statements at most."""
    draft = last_draft(meeting.whose, meeting.starts_at)
    if draft:
        yield OpenThing(
            f"minutes:{draft.id}",
            f"Minutes of {day(draft.starts_at)}",
            "To approve",
            "meetings.minutes",
            {"meeting_id": draft.id},
        )
    for number, version, title, closes_at in db.session.execute(
        select(Decision.id, Decision.version, Decision.title, Decision.closes_at)
        .where(is_of(meeting, Decision.group_id), Decision.state == "open")
        .order_by(Decision.closes_at, Decision.id)
        .limit(20)
    ):
        about = f"Voting goes on until {moment(closes_at)}" if closes_at else "Voting goes on"
        values = {"decision_id": number}
        yield OpenThing(f"vote:{number}", title[:200], about, "decisions.show", values, (number, version))
    if meeting.group_id is None:
        yield from _late_reports()
    yield from _late_actions(meeting)
    yield OpenThing("next", "Next meeting, and anything else", "")


def _late_reports() -> Iterator[OpenThing]:
    for one in newest_mandates():
        if one.report_due_at and one.report_due_at < one.now:
            yield OpenThing(
                f"report:{one.id}:{one.report_due_at:%Y%m%d}",
                f"Report not in: {one.group}",
                f"It was due on {day(one.report_due_at)}",
                "mandates.mandate",
                {"mandate_id": one.id},
            )


def _late_actions(meeting: ShownMeeting) -> Iterator[OpenThing]:
    late = db.session.execute(
        select(ThingDue.words, ThingDue.due_at)
        .join(DecisionAction, DecisionAction.id == ThingDue.id)
        .join(Decision, Decision.id == DecisionAction.decision_id)
        .where(is_of(meeting, Decision.group_id), ThingDue.is_open(), ThingDue.due_at < meeting.now)
        .order_by(ThingDue.due_at)
        .limit(20)
    ).all()
    if late:
        about = "; ".join(f"{words}, due {day(due_at)}" for words, due_at in late)
        yield OpenThing("late", f"{plural(len(late), 'action')} not done in time", about)
