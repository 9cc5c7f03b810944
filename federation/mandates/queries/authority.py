"""Asking whether a group may do something now: the rule over what the rows say."""

from datetime import datetime, timedelta
from typing import Final, NamedTuple

from sqlalchemy import func, select

from federation.kernel.db import db
from federation.mandates.models import MandateAct
from federation.mandates.queries.acts import COUNTED, item_digest
from federation.mandates.queries.budget import envelope_of
from federation.mandates.queries.standing import StandingMandate, mandate_of
from federation.mandates.rules import GroupAct, MandateLedger, OutsideMandate, WithinMandate, check

SAME_ITEM: Final = timedelta(days=30)
"""Within this time acts with the same words are one item, whichever group does them."""


class JudgedAct(NamedTuple):
    """The answer of the authority check, and the mandate that it was given for."""

    answer: WithinMandate | OutsideMandate
    mandate: StandingMandate | None

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why the act lies outside; empty where it lies within."""
        return self.answer.reasons if isinstance(self.answer, OutsideMandate) else ()

    @property
    def call_in_until(self) -> datetime | None:
        """Until when a practice can call the act in; None where none can."""
        days = self.mandate.terms["call_in_days"] if self.mandate else 0
        return self.mandate.now + timedelta(days=days) if self.mandate and days else None


def judged(group_id: int, act: GroupAct) -> JudgedAct:
    """Whether a group may do this now, by the newest mandate that it has, and its envelope where money is promised. Four
    statements at most."""
    mandate = mandate_of(group_id)
    if mandate is None:
        return JudgedAct(check(None, "proposed", act, MandateLedger()), None)
    same = select(func.coalesce(func.sum(COUNTED), 0)).where(
        MandateAct.item == item_digest(act.words),
        MandateAct.acted_at > mandate.now - SAME_ITEM,
        MandateAct.mandate_id.is_not(None),
    )
    item = int(db.session.scalar(same) or 0)
    envelope = envelope_of(group_id) if act.pence else None
    ledger = MandateLedger(
        mandate.spent_pence, mandate.committed_pence, item, envelope.left_pence if envelope else None
    )
    return JudgedAct(check(mandate.granted, mandate.state, act, ledger), mandate)


def may_act(group_id: int, act: GroupAct) -> WithinMandate | OutsideMandate:
    """Whether a group may do something in the members' name now: within its mandate, with what is left after it; or outside,
    with every reason (task, power, amount, total, term, reserved, suspended). Reads only; ``do_act`` asks again. Four
    statements at most."""
    return judged(group_id, act).answer
