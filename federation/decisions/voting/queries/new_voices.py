"""Whose ballots close no vote before its time: those of people who came to speak for a practice shortly before it opened.

Whoever is overruled by them has the notice to see it and to vote again, as in any vote that does not close early."""

from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, bindparam, case, exists, func, null, or_, select

from federation.decisions import rules
from federation.decisions.models import Ballot, Decision, RollEntry
from federation.decisions.rulebook.queries.floors import floors_now
from federation.kernel import tenancy
from federation.kernel.db import db
from federation.network.models import Federation, GroupSeat, Membership


def new_voices(decision: Decision, seats: bool = False) -> dict[str, str]:
    """The voters, by code, whose vote was cast, or who were made to stand aside while voting is open, by somebody who came to
    speak for them within the notice before voting opened, and whom no second person has confirmed. ``seats``: also people
    whose own seat with a vote in a group is as young.

    Nobody, where the federation itself is younger than that, or gives no notice. Three statements."""
    since = _before(decision)
    if since is None:
        return {}
    found = db.session.execute(
        _NEW,
        {"decision": decision.id, "since": since, "opened": decision.opened_at, "group": decision.group_id},
    )
    return {code: name for code, name, person in found if seats or person is None}


def _before(decision: Decision) -> datetime | None:
    """Before when a role must have begun; None where nothing depends on it."""
    held = 0 if decision.floors is None else rules.VoteFloors.from_dict(decision.floors).notice_hours
    hours = max(held, floors_now().notice_hours)
    if decision.opened_at is None or not hours:
        return None
    since = decision.opened_at - timedelta(hours=hours)
    began = db.session.scalar(select(Federation.created_at).where(Federation.id == tenancy.current()))
    return None if began is None or began >= since else since


def _stands(row: Any, confirmed: Any) -> ColumnElement[bool]:
    """It is old enough or confirmed, and was there when voting opened."""
    return or_(confirmed.is_not(None), row.started_at < bindparam("since")) & or_(
        row.ended_at.is_(None), row.ended_at >= bindparam("opened")
    )


_newest: Final = (
    select(func.max(Ballot.version))
    .where(Ballot.roll_entry_id == RollEntry.id)
    .correlate(RollEntry)
    .scalar_subquery()
)
_aside_since: Final = RollEntry.recused_at >= bindparam("opened")
_by: Final = case(
    (_aside_since, RollEntry.recused_by), (RollEntry.recused_at.is_(None), Ballot.cast_by), else_=null()
)
_role: Final = exists().where(
    Membership.person_id == _by,
    Membership.practice_id == RollEntry.practice_id,
    Membership.role == "representative",
    _stands(Membership, Membership.confirmed_at),
)
_seat: Final = exists().where(
    GroupSeat.group_id == bindparam("group"),
    or_(GroupSeat.person_id == RollEntry.person_id, GroupSeat.practice_id == RollEntry.practice_id),
    GroupSeat.has_vote,
    _stands(GroupSeat, GroupSeat.confirmed_at),
)
_NEW: Final = (
    select(RollEntry.code, RollEntry.name, RollEntry.person_id)
    .outerjoin(Ballot, (Ballot.roll_entry_id == RollEntry.id) & (Ballot.version == _newest))
    .where(
        RollEntry.decision_id == bindparam("decision"),
        _by.is_not(None),
        case((RollEntry.person_id.is_(None), ~_role), else_=~_seat),
    )
    .order_by(RollEntry.name)
)
