"""Orders beyond the mandate of a group: what the members have let it order, and what they were asked."""

from sqlalchemy import select

from federation.decisions.models import Decision
from federation.decisions.seen import told_of
from federation.kernel.db import db
from federation.mandates.models import MandateAct
from federation.mandates.queries.acts import item_digest
from federation.mandates.rules import GroupAct
from federation.mandates.subjects import ESCALATE
from federation.purchasing.models import PurchaseOrder


def let_act(group_id: int, act: GroupAct, detail: str) -> int | None:
    """The act by which the members let a group order this for as much money, and no order is placed by it yet; None where there
    is none. One statement."""
    ordered = select(PurchaseOrder.id).where(PurchaseOrder.act_id == MandateAct.id)
    return db.session.scalar(
        select(MandateAct.id)
        .where(
            MandateAct.group_id == group_id,
            MandateAct.decision_id.is_not(None),
            MandateAct.power == act.power,
            MandateAct.area == act.area,
            MandateAct.pence == act.pence,
            MandateAct.item == item_digest(f"{act.words}{detail}"),
            MandateAct.state == "standing",
            ~ordered.exists(),
        )
        .limit(1)
    )


def asked_of(act: GroupAct, detail: str) -> int | None:
    """The decision, not taken yet, on whether a group may order this for as much money; None: they were not asked. One
    statement."""
    waiting = select(Decision).where(
        Decision.subject == ESCALATE, Decision.state.in_(("discussion", "scheduled", "open"))
    )
    item = item_digest(f"{act.words}{detail}")
    for one in db.session.scalars(waiting):
        terms = told_of(one)["terms"]
        if (item_digest(terms["words"]), terms["pence"]) == (item, act.pence):
            return one.id
    return None
