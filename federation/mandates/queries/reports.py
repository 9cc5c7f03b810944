"""Reading reports of groups, and what is known for the next one."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import bindparam, func, select

from federation.decisions.models import Decision
from federation.kernel.db import db
from federation.kernel.refusals import NotFound
from federation.kernel.words import day, money, number, plural
from federation.mandates.models import GroupReport, MandateAct
from federation.mandates.queries.standing import StandingMandate
from federation.mandates.words import REPORT_TAGS
from federation.network.models import NetworkGroup
from federation.people.models import Person

MOST_SHOWN: Final = 200


class ShownReport(NamedTuple):
    """A report as pages and programs show it; ``known`` are pairs of words of what was known when it was sent."""

    id: int
    group_id: int
    group: str
    mandate_id: int
    words: str
    learned: str
    known: Sequence[Sequence[str]]
    sent_by: int
    person: str
    sent_at: datetime
    state: str
    decision_id: int | None
    settled_at: datetime | None

    @property
    def status(self) -> tuple[str, str]:
        """Its state as a word and a colour."""
        return REPORT_TAGS[self.state]


_REPORTS: Any = (
    select(
        GroupReport.id,
        GroupReport.group_id,
        NetworkGroup.name,
        GroupReport.mandate_id,
        GroupReport.words,
        GroupReport.learned,
        GroupReport.known,
        GroupReport.sent_by,
        Person.name,
        GroupReport.sent_at,
        GroupReport.state,
        GroupReport.decision_id,
        GroupReport.settled_at,
    )
    .join(NetworkGroup, NetworkGroup.id == GroupReport.group_id)
    .join(Person, Person.id == GroupReport.sent_by)
)
_OF_GROUP = (
    _REPORTS.where(GroupReport.group_id == bindparam("group"))
    .order_by(GroupReport.id.desc())
    .limit(MOST_SHOWN)
)
_ONE = _REPORTS.where(GroupReport.id == bindparam("report"))


def reports_of(group_id: int) -> Sequence[ShownReport]:
    """The newest 200 reports of a group. One statement."""
    return [ShownReport._make(row) for row in db.session.execute(_OF_GROUP, {"group": group_id})]


def report_here(report_id: int) -> ShownReport:
    """One report. Raises ``NotFound``. One statement."""
    row = db.session.execute(_ONE, {"report": report_id}).first()
    if row is None:
        raise NotFound()
    return ShownReport._make(row)


def known_lines(mandate: StandingMandate) -> list[tuple[str, str]]:
    """What is known since the last report of a mandate, or since its start: acts, money, decisions of the group. Two
    statements."""
    since = mandate.reported_at or mandate.starts_at
    done = db.session.execute(
        select(func.count(MandateAct.id), func.coalesce(func.sum(MandateAct.pence), 0)).where(
            MandateAct.group_id == mandate.group_id, MandateAct.acted_at > since
        )
    ).one()
    decided = db.session.scalar(
        select(func.count(Decision.id)).where(
            Decision.group_id == mandate.group_id, Decision.state == "closed", Decision.closed_at > since
        )
    )
    found = [
        ("Since", day(since)),
        ("Acts in the members’ name", number(done[0])),
        ("Decisions of the group", plural(int(decided or 0), "decision")),
    ]
    if mandate.terms["total_pence"]:
        found += [
            ("Money of these acts", money(int(done[1]))),
            ("Spent so far", money(mandate.spent_pence)),
            ("Promised and not spent", money(mandate.committed_pence)),
            ("Left", money(mandate.left_pence)),
        ]
    return found
