"""Who reads the decisions of groups: every statement of a request is narrowed to what its person may read."""

from sqlalchemy import and_, or_, select

from federation.decisions.models.decision import Decision
from federation.decisions.models.votes import RollEntry
from federation.kernel.tenancy import READER, read_by
from federation.network.models import GroupSeat, Membership, NetworkGroup

_SEATED = select(GroupSeat.group_id).where(GroupSeat.is_held(), GroupSeat.person_id == READER)
_FOR_A_PRACTICE = (
    select(GroupSeat.group_id)
    .join(Membership, Membership.practice_id == GroupSeat.practice_id)
    .where(
        GroupSeat.is_held(),
        Membership.person_id == READER,
        Membership.role == "representative",
        Membership.in_force(),
    )
)
_OPEN_TO_ALL = select(NetworkGroup.id).where(NetworkGroup.reads == "all")
_RESULTS_OPEN = select(NetworkGroup.id).where(NetworkGroup.reads == "results")
_ON_ROLL = select(RollEntry.decision_id).where(RollEntry.person_id == READER)

read_by(
    Decision,
    or_(
        Decision.group_id.is_(None),
        READER.is_(None),
        Decision.group_id.in_(_SEATED),
        Decision.group_id.in_(_FOR_A_PRACTICE),
        Decision.id.in_(_ON_ROLL),
        and_(Decision.state != "draft", Decision.group_id.in_(_OPEN_TO_ALL)),
        and_(Decision.state == "closed", Decision.group_id.in_(_RESULTS_OPEN)),
    ),
)
