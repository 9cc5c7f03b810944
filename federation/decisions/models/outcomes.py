"""The table of actions that follow from decisions."""

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from federation.kernel.db import MappedBase, RowId
from federation.kernel.tenancy import Federated, federated_key, within


class DecisionAction(Federated, MappedBase):
    """Something to be done because of a decision. What, by whom, until when and how far it is says the due of the same
    number (:class:`~federation.network.models.ThingDue`)."""

    __tablename__ = "decisions_action"
    __table_args__ = (
        federated_key(),
        within("id", "network_due"),
        within("decision_id", "decisions_decision"),
        Index("ix_decisions_action_decision", "federation_id", "decision_id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True, autoincrement=False)
    decision_id: Mapped[int] = mapped_column(RowId)
