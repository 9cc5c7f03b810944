"""The federation's own rules, and which is suggested for what."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from federation.kernel.clock import Moment
from federation.kernel.db import MappedBase, RowId
from federation.kernel.tenancy import Federated, federated_key, within


class OwnRule(Federated, MappedBase):
    """A rule that the federation keeps beside the presets."""

    __tablename__ = "decisions_rule"
    __table_args__ = (federated_key(), UniqueConstraint("federation_id", "key"))
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    key: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(120))
    summary: Mapped[str] = mapped_column(String(300), default="")
    rule: Mapped[dict[str, Any]]
    retired_at: Mapped[datetime | None] = mapped_column(Moment)


class SuggestedRule(Federated, MappedBase):
    """The rule that the members chose to suggest for a kind of matter, and the decision that chose it."""

    __tablename__ = "decisions_suggestion"
    __table_args__ = (
        UniqueConstraint("federation_id", "kind"),
        within("decision_id", "decisions_decision"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    kind: Mapped[str] = mapped_column(String(60))
    rule_key: Mapped[str] = mapped_column(String(60))
    decision_id: Mapped[int | None] = mapped_column(RowId)
