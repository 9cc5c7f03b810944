"""Reading reports of groups, and what is known for the next one."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import bindparam, func, select

from federation.decisions.models import Decision
from federation.kernel.db import db
from federation.kernel.listing import ListOrder, read_slice
from federation.kernel.refusals import NotFound
from federation.kernel.words import day, money, number, plural
from federation.mandates.models import GroupReport, MandateAct
from federation.mandates.queries.standing import StandingMandate
from federation.mandates.words import REPORT_TAGS
from federation.network.models import NetworkGroup
from federation.people.models import Person

NEWEST_REPORTS: Final = ListOrder("newest", "Newest", GroupReport.id, newest_first=True)


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
        NetworkGroup.name.label("group"),
        GroupReport.mandate_id,
        GroupReport.words,
        GroupReport.learned,
        GroupReport.known,
        GroupReport.sent_by,
        Person.name.label("person"),
        GroupReport.sent_at,
        GroupReport.state,
        GroupReport.decision_id,
        GroupReport.settled_at,
    )
    .join(NetworkGroup, NetworkGroup.id == GroupReport.group_id)
    .join(Person, Person.id == GroupReport.sent_by)
)
_ONE = _REPORTS.where(GroupReport.id == bindparam("report"))


def reports_to_show(group_id: int) -> Any:
    """The reports of a group, in no order."""
    return _REPORTS.where(GroupReport.group_id == group_id)


def read_report(row: Any) -> ShownReport:
    """A row of the reports, without what a list adds to it."""
    return ShownReport._make(row[: len(ShownReport._fields)])


def reports_of(group_id: int, most: int, after: int | None = None) -> tuple[Sequence[ShownReport], bool]:
    """The newest reports of a group, or those after the one with that number, and whether there are others. One statement."""
    start = (after, after) if after else None
    found = read_slice(reports_to_show(group_id), NEWEST_REPORTS, GroupReport.id, most, start)
    return [read_report(row) for row in found.rows], found.later


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
