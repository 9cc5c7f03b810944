"""The tables of what happens after a round has closed and after an order: changed amounts, what practices say came, and orders
that end below what was promised. What two people settle is settled once: database triggers (in the migration) refuse more."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from federation.kernel.clock import Moment
from federation.kernel.db import MappedBase, RowId
from federation.kernel.tenancy import Federated, federated_key, within
from federation.purchasing.rules import BASES

SETTLED = "(state in ('agreed', 'refused')) = (settled_by is not null)"
BY_ANOTHER = "settled_by <> asked_by"


class NeedChange(Federated, MappedBase):
    """What a practice needs, changed after the round had closed: all its lines ``before`` and ``after``. It changes an ``amount``
    by itself within what the members agreed; what comes ``late`` waits until somebody else, of the group, says yes or no."""

    __tablename__ = "purchasing_change"
    __table_args__ = (
        federated_key(),
        within("round_id", "purchasing_round"),
        within("practice_id", "network_practice"),
        CheckConstraint("kind in ('amount', 'late')", name="kind"),
        CheckConstraint("state in ('done', 'asked', 'agreed', 'refused')", name="state"),
        CheckConstraint("(kind = 'amount') = (state = 'done')", name="alone"),
        CheckConstraint(SETTLED, name="settled"),
        CheckConstraint(BY_ANOTHER, name="another"),
        Index("ix_purchasing_change_round", "federation_id", "round_id", "id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    round_id: Mapped[int] = mapped_column(RowId)
    practice_id: Mapped[int] = mapped_column(RowId)
    kind: Mapped[str] = mapped_column(String(10))
    before: Mapped[list[Any]]
    after: Mapped[list[Any]]
    words: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(10))
    asked_by: Mapped[int] = mapped_column(RowId, ForeignKey("people_person.id"))
    asked_at: Mapped[datetime] = mapped_column(Moment)
    settled_by: Mapped[int | None] = mapped_column(RowId, ForeignKey("people_person.id"))
    settled_at: Mapped[datetime | None] = mapped_column(Moment)


class ShareReceipt(Federated, MappedBase):
    """What a practice says it got of a delivery; the newest holds. Never changed, and never more than was noted for it."""

    __tablename__ = "purchasing_receipt"
    __table_args__ = (
        within("delivery_id", "purchasing_delivery"),
        within("practice_id", "network_practice"),
        CheckConstraint("packs >= 0", name="packs"),
        Index("ix_purchasing_receipt_delivery", "federation_id", "delivery_id", "practice_id", "id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    delivery_id: Mapped[int] = mapped_column(RowId)
    practice_id: Mapped[int] = mapped_column(RowId)
    packs: Mapped[int] = mapped_column(RowId)
    words: Mapped[str] = mapped_column(Text)
    said_by: Mapped[int] = mapped_column(RowId, ForeignKey("people_person.id"))
    said_at: Mapped[datetime] = mapped_column(Moment)


class OrderFinish(Federated, MappedBase):
    """That an order is to end below what was promised, with a last bill (``pence``, nought: none) and the reason: asked by one
    person of the group, and done once another of it agrees."""

    __tablename__ = "purchasing_finish"
    __table_args__ = (
        within("order_id", "purchasing_order"),
        CheckConstraint("pence >= 0", name="pence"),
        CheckConstraint(f"basis in {BASES}", name="basis"),
        CheckConstraint("state in ('asked', 'agreed', 'refused')", name="state"),
        CheckConstraint(SETTLED, name="settled"),
        CheckConstraint(BY_ANOTHER, name="another"),
        Index("ix_purchasing_finish_order", "federation_id", "order_id", "id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    order_id: Mapped[int] = mapped_column(RowId)
    pence: Mapped[int] = mapped_column(RowId)
    basis: Mapped[str] = mapped_column(String(10))
    words: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(10))
    asked_by: Mapped[int] = mapped_column(RowId, ForeignKey("people_person.id"))
    asked_at: Mapped[datetime] = mapped_column(Moment)
    settled_by: Mapped[int | None] = mapped_column(RowId, ForeignKey("people_person.id"))
    settled_at: Mapped[datetime | None] = mapped_column(Moment)
