"""Who reads the decisions of groups: every statement of a request is narrowed to what its person may read.

Where a group lets others read its results, those read the text that was decided and what came of it: who voted how and why,
what was said and earlier versions stay with the group.
"""

from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, tuple_

from federation.decisions.models.decision import Decision
from federation.decisions.models.discussion import DecisionComment
from federation.decisions.models.proposals import ProposalVersion
from federation.decisions.models.votes import Ballot, CastingVote, ObjectionResolution, RollEntry
from federation.kernel.tenancy import read_by, reader_here
from federation.network.models import GroupSeat, Membership, NetworkGroup

_SEATED = select(GroupSeat.group_id).where(GroupSeat.is_held(), GroupSeat.person_id == reader_here())
_FOR_A_PRACTICE = (
    select(GroupSeat.group_id)
    .join(Membership, Membership.practice_id == GroupSeat.practice_id)
    .where(
        GroupSeat.is_held(),
        Membership.person_id == reader_here(),
        Membership.role == "representative",
        Membership.in_force(),
    )
)
_OPEN_TO_ALL = select(NetworkGroup.id).where(NetworkGroup.reads == "all")
_RESULTS_OPEN = select(NetworkGroup.id).where(NetworkGroup.reads == "results")
_ON_ROLL = select(RollEntry.decision_id).where(RollEntry.person_id == reader_here())

read_by(
    Decision,
    or_(
        Decision.group_id.is_(None),
        Decision.group_id.in_(_SEATED),
        Decision.group_id.in_(_FOR_A_PRACTICE),
        Decision.id.in_(_ON_ROLL),
        and_(Decision.state != "draft", Decision.group_id.in_(_OPEN_TO_ALL)),
        and_(Decision.state == "closed", Decision.group_id.in_(_RESULTS_OPEN)),
    ),
)

_decision, _group, _seat = Decision.__table__, NetworkGroup.__table__, GroupSeat.__table__
_membership, _entry = Membership.__table__, RollEntry.__table__
_MY_GROUPS = or_(
    _decision.c.group_id.in_(
        select(_seat.c.group_id).where(_seat.c.ended_at.is_(None), _seat.c.person_id == reader_here())
    ),
    _decision.c.group_id.in_(
        select(_seat.c.group_id)
        .join(_membership, _membership.c.practice_id == _seat.c.practice_id)
        .where(
            _seat.c.ended_at.is_(None),
            _membership.c.person_id == reader_here(),
            _membership.c.role == "representative",
            _membership.c.ended_at.is_(None),
            _membership.c.waits.is_(False),
        )
    ),
    _decision.c.id.in_(select(_entry.c.decision_id).where(_entry.c.person_id == reader_here())),
)
_RESULTS_ALONE = (
    select(_decision.c.id)
    .join(_group, _group.c.id == _decision.c.group_id)
    .where(_group.c.reads == "results", ~_MY_GROUPS)
)
"""The decisions of which the person of the request reads the result alone; of tables, so that no condition is added to it."""


def _not_within(column: Any) -> ColumnElement[bool]:
    condition: ColumnElement[bool] = column.not_in(_RESULTS_ALONE)
    return condition


for model in (DecisionComment, Ballot, RollEntry, ObjectionResolution, CastingVote):
    read_by(model, _not_within(model.decision_id))
read_by(
    ProposalVersion,
    or_(
        _not_within(ProposalVersion.decision_id),
        tuple_(ProposalVersion.decision_id, ProposalVersion.number).in_(
            select(_decision.c.id, _decision.c.version).where(_decision.c.id.in_(_RESULTS_ALONE))
        ),
    ),
)
