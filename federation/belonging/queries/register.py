"""The register: how each practice belongs, since when, and by which decision."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, and_, bindparam, case, func, literal, or_, select
from sqlalchemy.orm import aliased

from federation.belonging.models import MembershipStep
from federation.belonging.rules import CERTAIN, OF_NOTICE
from federation.decisions.models import Decision, ProposalVersion, number_in
from federation.kernel.days import last_day
from federation.kernel.db import db
from federation.kernel.record import now_here
from federation.network.models import Practice, PracticePast
from federation.network.practices.queries.admission import members_admit

_newest = aliased(MembershipStep)
_notice = aliased(MembershipStep)
_admitted = aliased(MembershipStep)


def _last(*kinds: str) -> Any:
    """The number of the newest step of a practice among these kinds."""
    return (
        select(func.max(_newest.id))
        .where(_newest.practice_id == Practice.id, _newest.kind.in_(kinds))
        .correlate(Practice)
        .scalar_subquery()
    )


_SINCE = (
    select(func.min(PracticePast.since))
    .where(PracticePast.practice_id == Practice.id)
    .correlate(Practice)
    .scalar_subquery()
)
_SUSPENDED: Final = and_(Practice.suspended_until.is_not(None), Practice.suspended_until > now_here())
_LEAVING: Final = _notice.kind.in_(CERTAIN)
STATE: Final[ColumnElement[str]] = case(
    (Practice.left_on.is_not(None), literal("left")),
    (Practice.closed_on.is_not(None), literal("closed")),
    (Practice.membership == "associate", literal("associate")),
    (_SUSPENDED, literal("suspended")),
    (_LEAVING, literal("leaving")),
    else_=literal("member"),
)


class RegisterLine(NamedTuple):
    """A practice in the register. ``state``: member, associate, suspended, leaving, left or closed."""

    id: int
    code: str
    name: str
    state: str
    since: datetime | None
    admitted_at: datetime | None
    admitted_by: int | None
    number: str
    suspended_until: date | None
    leaves_on: date | None
    left_on: date | None
    closed_on: date | None


def register() -> Any:
    """A statement of all practices that are or were on the list; :func:`line_of` reads its rows."""
    return (
        select(
            Practice.id,
            Practice.code,
            Practice.name,
            STATE.label("state"),
            _SINCE.label("since"),
            _admitted.at.label("admitted_at"),
            _admitted.decision_id.label("admitted_by"),
            Decision.series,
            Decision.year,
            Decision.ordinal,
            case((_SUSPENDED, Practice.suspended_until)).label("suspended_until"),
            case((_LEAVING, _notice.day)).label("leaves_on"),
            Practice.left_on,
            Practice.closed_on,
        )
        .select_from(Practice)
        .outerjoin(_notice, _notice.id == _last(*OF_NOTICE))
        .outerjoin(_admitted, _admitted.id == _last("admitted"))
        .outerjoin(Decision, Decision.id == _admitted.decision_id)
    )


def line_of(row: Any) -> RegisterLine:
    """A row of the register as it is read."""
    number = number_in(row.series or "", row.year, row.ordinal)
    until = last_day(row.suspended_until) if row.suspended_until else None
    return RegisterLine._make(
        (*row[:7], number, until, row.leaves_on, row.left_on, row.closed_on),
    )


def register_page(page: int, per_page: int) -> list[RegisterLine]:
    """A page of the register in order of code; the first is page 1. One statement."""
    rows = db.session.execute(
        register().order_by(Practice.code).offset((page - 1) * per_page).limit(per_page)
    )
    return [line_of(row) for row in rows]


_LINE: Final = register().where(Practice.id == bindparam("practice"))


def line_here(practice_id: int) -> RegisterLine | None:
    """One practice in the register. One statement."""
    row = db.session.execute(_LINE, {"practice": practice_id}).first()
    return line_of(row) if row else None


class JoiningRules(NamedTuple):
    """The rules for joining that hold, with the decision that made them."""

    decision_id: int
    number: str
    text: str
    since: datetime | None


def joining_rules() -> JoiningRules | None:
    """The rules for joining; None before the members have agreed any. Two statements."""
    decision_id = members_admit()
    if decision_id is None:
        return None
    row = db.session.execute(
        select(
            Decision.id,
            Decision.series,
            Decision.year,
            Decision.ordinal,
            Decision.closed_at,
            ProposalVersion.terms,
        )
        .join(ProposalVersion, ProposalVersion.of(Decision))
        .where(Decision.id == decision_id)
    ).one()
    terms: Mapping[str, Any] = row.terms["data"]
    return JoiningRules(row.id, number_in(row.series, row.year, row.ordinal), terms["text"], row.closed_at)


def under_way(*subjects: str) -> list[tuple[int, str]]:
    """Number and title of what members see about these subjects and have not decided, the oldest first. One statement."""
    rows = db.session.execute(
        select(Decision.id, Decision.title)
        .where(
            Decision.subject.in_(subjects),
            or_(Decision.state == "discussion", Decision.state == "scheduled", Decision.state == "open"),
        )
        .order_by(Decision.id)
        .limit(50)
    )
    return [(row.id, row.title) for row in rows]
