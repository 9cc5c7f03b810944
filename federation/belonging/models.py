"""The table of membership: what was decided or said about how practices belong. Steps are added and never changed: database
triggers (in the migration) refuse it, and a step of the members without their decision."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from federation.belonging.rules import KINDS
from federation.kernel.clock import Moment
from federation.kernel.db import MappedBase, RowId
from federation.kernel.tenancy import Federated, federated_key, within


class MembershipStep(Federated, MappedBase):
    """One step of a practice: it was ``admitted``; somebody ``asked`` that it is suspended, it ``answered``, was ``suspended``
    until the end of ``day``, or that was ``lifted``; it gave ``notice`` that it leaves on ``day``, which a second person of it
    ``confirmed``, or which is ``stated`` where it has no second person, it was ``taken_back``, and it is ``gone``."""

    __tablename__ = "belonging_step"
    __table_args__ = (
        federated_key(),
        within("practice_id", "network_practice"),
        within("decision_id", "decisions_decision"),
        UniqueConstraint("federation_id", "decision_id", "kind"),
        CheckConstraint(f"kind in {KINDS}", name="kind"),
        Index("ix_belonging_step_practice", "federation_id", "practice_id", "id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    practice_id: Mapped[int] = mapped_column(RowId)
    kind: Mapped[str] = mapped_column(String(10))
    day: Mapped[date | None]
    words: Mapped[str] = mapped_column(Text, default="")
    decision_id: Mapped[int | None] = mapped_column(RowId)
    person_id: Mapped[int | None] = mapped_column(RowId, ForeignKey("people_person.id"))
    at: Mapped[datetime] = mapped_column(Moment)
