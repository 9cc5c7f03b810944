"""What practices and people gave, gained and paid, whichever feature says so."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from federation.kernel.clock import Moment
from federation.kernel.db import MappedBase, RowId
from federation.kernel.tenancy import Federated, federated_key, within


class LedgerLine(Federated, MappedBase):
    """A practice, or a person who is of none here, ``gave``, ``gained`` or ``paid`` so many minutes or pence.

    ``feature`` says so under a ``key``, once for each kind and practice, or person. What was never measured has no line.
    """

    __tablename__ = "network_ledger_line"
    __table_args__ = (
        federated_key(),
        within("practice_id", "network_practice"),
        within("group_id", "network_group"),
        CheckConstraint("kind in ('gave', 'gained', 'paid')", name="kind"),
        CheckConstraint("practice_id is not null or person_id is not null", name="whose"),
        CheckConstraint("(minutes is null) <> (pence is null)", name="one_measure"),
        CheckConstraint("minutes > 0 or pence > 0", name="something"),
        Index("ix_network_ledger_line_at", "federation_id", "at", "id"),
        Index("ix_network_ledger_line_practice", "federation_id", "practice_id", "at"),
        Index(
            "uq_network_ledger_line_of_practice",
            *("federation_id", "feature", "key", "kind", "practice_id"),
            unique=True,
            sqlite_where=text("practice_id IS NOT NULL"),
            postgresql_where=text("practice_id IS NOT NULL"),
        ),
        Index(
            "uq_network_ledger_line_of_person",
            *("federation_id", "feature", "key", "kind", "person_id"),
            unique=True,
            sqlite_where=text("practice_id IS NULL"),
            postgresql_where=text("practice_id IS NULL"),
        ),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    kind: Mapped[str] = mapped_column(String(6))
    feature: Mapped[str] = mapped_column(String(20))
    key: Mapped[str] = mapped_column(String(100))
    practice_id: Mapped[int | None] = mapped_column(RowId)
    person_id: Mapped[int | None] = mapped_column(RowId, ForeignKey("people_person.id"))
    group_id: Mapped[int | None] = mapped_column(RowId)
    minutes: Mapped[int | None]
    pence: Mapped[int | None] = mapped_column(RowId)
    words: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(Moment)
    noted_at: Mapped[datetime] = mapped_column(Moment)
