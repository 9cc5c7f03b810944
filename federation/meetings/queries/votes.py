"""Votes at the items of an agenda: proposals that may be decided in a meeting, and how they were."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import func, select

from federation.decisions import rules
from federation.decisions.models import Decision, number_in
from federation.decisions.permissions import DecisionMatter
from federation.decisions.words import STATUS, StatusWord
from federation.kernel.db import db
from federation.kernel.words import moment
from federation.meetings.models import AgendaItem
from federation.meetings.queries.meetings import ShownMeeting

MOST_PROPOSALS: Final = 100


class ItemVote(NamedTuple):
    """The proposal of an item: the ``told_version`` that stands on the agenda, when its vote was opened in the meeting
    (``voted_at``), and what is known of the decision now. ``notice_from``: enough were here by their own word, so that it can
    close in the meeting. ``short_at``: since when it is known that too few were here. Who has voted is not among it."""

    decision_id: int
    told_version: int
    voted_at: datetime | None
    state: str
    verdict: str | None
    how: str | None
    series: str
    year: int | None
    ordinal: int | None
    version: int
    closes_at: datetime | None
    rule: Mapping[str, Any] | None
    roll: Mapping[str, Any] | None
    author_id: int
    group_id: int | None
    notice_from: datetime | None
    short_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether votes are cast."""
        return self.state == "open"

    @property
    def can_be_put(self) -> bool:
        """Whether it can still be put to the vote."""
        return self.state == "discussion"

    @property
    def status(self) -> StatusWord:
        """Its verdict, or its state before there is one."""
        return STATUS[self.verdict or self.state]

    @property
    def matter(self) -> DecisionMatter:
        """What rights to put it to the vote depend on."""
        return DecisionMatter(self.author_id, frozenset(), self.state, self.group_id)

    @property
    def number(self) -> str:
        """Its number in the register, once it was put to the vote."""
        return number_in(self.series, self.year, self.ordinal)

    @property
    def sentence(self) -> str:
        """As minutes say it; empty where nothing was decided."""
        if self.is_open and self.closes_at:
            return f"Vote {self.number} is open until {moment(self.closes_at)}."
        if self.state != "closed":
            return ""
        short = " Too few of those who were counted as here were here." if self.short_at else ""
        return f"Vote {self.number}: {self.status.word.lower()}. {self.how}.{short}"

    def quorum(self, group: str) -> str:
        """How many must vote under its rule, as a sentence; empty before it was put to the vote. ``group``: the name of the group
        that decides, where one does."""
        if not (self.rule and self.roll):
            return ""
        voters = rules.members_of(group) if group else rules.PRACTICES
        roll: dict[str, int] = {
            name: self.roll[name] for name in ("practices", "weight", "patients", "recused")
        }
        tests = rules.tests_of(rules.Rule.from_dict(self.rule), rules.RollSummary(**roll, voters=voters))
        return " ".join(one.words for one in tests if one.key == "quorum_practices")


VOTE_COLUMNS: Final[tuple[Any, ...]] = (
    AgendaItem.decision_id,
    AgendaItem.version,
    AgendaItem.voted_at,
    Decision.state,
    Decision.verdict,
    Decision.how,
    Decision.series,
    Decision.year,
    Decision.ordinal,
    Decision.version,
    Decision.closes_at,
    Decision.rule,
    Decision.roll,
    Decision.author_id,
    Decision.group_id,
    Decision.notice_from,
    AgendaItem.short_at,
)
"""What :class:`ItemVote` is read from, of an item with its decision."""


def last_voted(meeting_id: int) -> datetime | None:
    """When the latest vote was opened in a meeting; None where none was. One statement."""
    return db.session.scalar(select(func.max(AgendaItem.voted_at)).where(AgendaItem.meeting_id == meeting_id))


def is_of(meeting: ShownMeeting, column: Any) -> Any:
    """The condition that something is of whoever meets: a group, or all members."""
    return column.is_(None) if meeting.group_id is None else column == meeting.group_id


def proposals_for(meeting: ShownMeeting) -> Sequence[tuple[int, str]]:
    """The proposals that whoever meets discusses, and that do not stand on the agenda as they are now: number and title, the
    newest first. One statement."""
    there = select(AgendaItem.decision_id).where(
        AgendaItem.meeting_id == meeting.id,
        AgendaItem.decision_id == Decision.id,
        AgendaItem.version == Decision.version,
    )
    rows = db.session.execute(
        select(Decision.id, Decision.title)
        .where(is_of(meeting, Decision.group_id), Decision.state == "discussion", ~there.exists())
        .order_by(Decision.id.desc())
        .limit(MOST_PROPOSALS)
    )
    return [(number, title) for number, title in rows]
