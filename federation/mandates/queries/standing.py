"""Where mandates stand now: their state, what is left, and when a report is due."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, exists, func, select

from federation.decisions.models import Decision, ProposalVersion, number_in
from federation.kernel.days import last_day, time_now
from federation.kernel.db import db
from federation.kernel.record import now_here
from federation.kernel.refusals import NotFound
from federation.mandates.models import GroupMandate, GroupReport, MandateAct, ReportCause
from federation.mandates.queries.acts import PROMISED
from federation.mandates.rules import (
    EVENT_TIME,
    GrantedPowers,
    MandateLedger,
    MandateTimes,
    ends_at,
    left_pence,
    report_due_at,
    state_at,
    suspends_at,
)
from federation.mandates.subjects import GRANT
from federation.mandates.terms import granted_by, lines_of, times_of
from federation.mandates.words import term_of
from federation.network.groups.queries import GroupStanding
from federation.network.models import NetworkGroup


class StandingMandate(NamedTuple):
    """A mandate as it stands at ``now``. ``number`` is that of the decision that gave it, 2026/28."""

    id: int
    group_id: int
    group: str
    kind: str
    decision_id: int
    number: str
    terms: Mapping[str, Any]
    starts_at: datetime
    stopped_at: datetime | None
    stopped_how: str
    stopped_by_id: int | None
    now: datetime
    spent_pence: int
    committed_pence: int
    reported_at: datetime | None
    told: str
    event_at: datetime | None

    @property
    def times(self) -> MandateTimes:
        """What its standing follows from."""
        return times_of(
            self.terms, self.starts_at, self.reported_at, self.stopped_at, self.stopped_how, self.event_at
        )

    @property
    def lines(self) -> list[tuple[str, str]]:
        """What it says, in words."""
        return lines_of(self.terms, datetime.fromisoformat(self.terms["ends_at"]))

    @property
    def granted(self) -> GrantedPowers:
        """What it lets the group do."""
        return granted_by(self.terms)

    @property
    def state(self) -> str:
        """Where it stands."""
        return state_at(self.times, self.now)

    @property
    def left_pence(self) -> int:
        """What is neither spent nor promised."""
        return left_pence(self.granted, MandateLedger(self.spent_pence, self.committed_pence))

    @property
    def report_due_at(self) -> datetime | None:
        """When the next report is due; None where none is, or it is over."""
        return report_due_at(self.times) if self.state in ("in_force", "suspended") else None

    @property
    def report_key(self) -> str:
        """The key under which the leads of the group owe its next report: by its day, or by the moment of what it follows. Empty
        where none is due."""
        due = self.report_due_at
        if due is None:
            return ""
        asked = self.event_at is not None and due == self.event_at + EVENT_TIME
        return f"mandates.report:{self.id}:{due:{'%Y-%m-%dT%H:%M:%S.%f' if asked else '%Y-%m-%d'}}"

    @property
    def suspends_at(self) -> datetime | None:
        """From when on nothing may be done until a report is in."""
        return suspends_at(self.times)

    @property
    def ends_at(self) -> datetime:
        """When it is over."""
        return ends_at(self.times)

    @property
    def last_day(self) -> date:
        """The last day in England on which it holds, or held."""
        return last_day(self.ends_at)


def _sum_of(amount: Any) -> Any:
    """The sum over the acts of a mandate, in pence."""
    return (
        select(func.coalesce(func.sum(amount), 0))
        .where(MandateAct.mandate_id == GroupMandate.id)
        .scalar_subquery()
    )


def _latest(moment: Any, condition: Any) -> Any:
    """The latest moment of a mandate's reports for which the condition holds."""
    return (
        select(func.max(moment)).where(GroupReport.mandate_id == GroupMandate.id, condition).scalar_subquery()
    )


_EVENT = (
    select(func.min(ReportCause.at))
    .where(
        ReportCause.mandate_id == GroupMandate.id,
        ~exists().where(
            GroupReport.mandate_id == ReportCause.mandate_id,
            GroupReport.state != "sent_back",
            GroupReport.sent_at >= ReportCause.at,
        ),
    )
    .scalar_subquery()
)
"""The first thing after which a report is asked for, since the last that was not sent back."""


def _reported(row: Any) -> datetime | None:
    """Since when the next report is counted: from the last one. After one that was sent back the next is due at once, and its
    days of grace begin then."""
    back = row.back - timedelta(days=row.terms["report_days"]) if row.back else None
    return max((at for at in (row.sent, back) if at), default=None)


def _event_at(row: Any) -> datetime | None:
    """When something happened that asks for a report. After one that was sent back it is due at once, as by rhythm."""
    event: datetime | None = row.event
    if event is None or row.back is None:
        return event
    back: datetime = row.back - EVENT_TIME
    return max(event, back)


def mandate_rows() -> Select[Any]:
    """The statement that reads mandates as they stand, for :func:`read_mandates`."""
    return (
        select(
            GroupMandate.id,
            GroupMandate.group_id,
            NetworkGroup.name,
            NetworkGroup.kind,
            GroupMandate.decision_id,
            Decision.series,
            Decision.year,
            Decision.ordinal,
            GroupMandate.terms,
            GroupMandate.starts_at,
            GroupMandate.stopped_at,
            GroupMandate.stopped_how,
            GroupMandate.stopped_by_id,
            now_here().label("now"),
            _sum_of(MandateAct.spent_pence),
            _sum_of(PROMISED),
            _latest(GroupReport.sent_at, GroupReport.state != "sent_back").label("sent"),
            _latest(GroupReport.settled_at, GroupReport.state == "sent_back").label("back"),
            GroupMandate.told,
            _EVENT.label("event"),
        )
        .join(NetworkGroup, NetworkGroup.id == GroupMandate.group_id)
        .join(Decision, Decision.id == GroupMandate.decision_id)
    )


def read_mandates(statement: Select[Any], given: Mapping[str, Any] | None = None) -> list[StandingMandate]:
    """The mandates that a statement of :func:`mandate_rows` finds."""
    return [
        StandingMandate._make(
            (
                *row[:5],
                number_in(row.series, row.year, row.ordinal),
                *row[8:14],
                *map(int, row[14:16]),
                _reported(row),
                row.told,
                _event_at(row),
            )
        )
        for row in db.session.execute(statement, dict(given or {}))
    ]


_NEWEST = select(func.max(GroupMandate.id)).group_by(GroupMandate.group_id)
_NOW = mandate_rows().where(GroupMandate.id.in_(_NEWEST)).order_by(NetworkGroup.name, GroupMandate.id)
_OF_GROUP = _NOW.where(GroupMandate.group_id == bindparam("group"))
_ONE = mandate_rows().where(GroupMandate.id == bindparam("mandate"))
_PROPOSED = (
    select(Decision.id, Decision.state, Decision.title, ProposalVersion.terms)
    .join(ProposalVersion, ProposalVersion.of(Decision))
    .where(Decision.subject == GRANT, Decision.state.in_(("discussion", "scheduled", "open")))
    .order_by(Decision.id.desc())
    .limit(200)
)


class ProposedMandate(NamedTuple):
    """A mandate that is proposed, and not decided yet."""

    decision_id: int
    state: str
    title: str
    group_id: int
    terms: Mapping[str, Any]


def newest_mandates() -> list[StandingMandate]:
    """The newest mandate of each group that has had one, by the name of the group. One statement."""
    return read_mandates(_NOW)


def mandate_of(group_id: int) -> StandingMandate | None:
    """The newest mandate of a group, whatever became of it. One statement."""
    return next(iter(read_mandates(_OF_GROUP, {"group": group_id})), None)


def standing_mandate(group_id: int) -> StandingMandate | None:
    """The mandate of a group that is in force, or suspended until it reports. One statement."""
    found = mandate_of(group_id)
    return found if found is not None and found.state in ("in_force", "suspended") else None


def mandate_here(mandate_id: int) -> StandingMandate:
    """One mandate. Raises ``NotFound``. One statement."""
    found = read_mandates(_ONE, {"mandate": mandate_id})
    if not found:
        raise NotFound()
    return found[0]


def proposed_mandates() -> list[ProposedMandate]:
    """What is proposed and not decided, the newest first; drafts are their author's alone. One statement."""
    return [
        ProposedMandate(row.id, row.state, row.title, row.terms["data"]["group"], row.terms["data"])
        for row in db.session.execute(_PROPOSED)
    ]


def late_reports() -> list[StandingMandate]:
    """The mandates whose report is late, by the name of the group. One statement."""
    return [one for one in newest_mandates() if one.report_due_at and one.report_due_at <= one.now]


def causes_since(time: timedelta) -> dict[int, int]:
    """How often in this time something happened after which a mandate asks for a report, by its number. One statement."""
    counted = (
        select(ReportCause.mandate_id, func.count(ReportCause.id))
        .where(ReportCause.at > time_now() - time)
        .group_by(ReportCause.mandate_id)
    )
    return {mandate: int(times) for mandate, times in db.session.execute(counted)}


def standing_told() -> Mapping[int, GroupStanding]:
    """For the list of groups: where the mandate of each stands. Two statements, however many groups there are."""
    proposed = {
        one.group_id: GroupStanding("proposed", 0, 0, 0, None, is_asked=True) for one in proposed_mandates()
    }
    return proposed | {
        one.group_id: GroupStanding(
            one.state,
            one.spent_pence,
            one.committed_pence,
            one.left_pence,
            one.report_due_at,
            one.starts_at,
            one.group_id in proposed,
            term_of(one.terms, "own_seats"),
        )
        for one in newest_mandates()
        if one.state in ("in_force", "suspended") or one.group_id not in proposed
    }
