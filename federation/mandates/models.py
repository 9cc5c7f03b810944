"""The tables of mandates. What the members decided is never changed: database triggers (in the migration) refuse it."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    and_,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from federation.kernel.clock import Moment
from federation.kernel.db import MappedBase, RowId
from federation.kernel.tenancy import Federated, federated_key, within

ACT_STATES = ("standing", "held", "refused", "settled")
REPORT_STATES = ("sent", "noted", "ratified", "sent_back")
_ASKING = text("taken_back_at IS NULL AND decision_id IS NULL")
STOPS = ("", "replaced", "withdrawn")


class GroupMandate(Federated, MappedBase):
    """A mandate that the members gave to a group by a decision: ``terms`` are those of the text that was decided.

    It is over at the end of its term, or at ``stopped_at``: ``stopped_how`` says how, ``stopped_by_id`` by which decision.
    """

    __tablename__ = "mandates_mandate"
    __table_args__ = (
        federated_key(),
        within("group_id", "network_group"),
        within("decision_id", "decisions_decision"),
        within("stopped_by_id", "decisions_decision"),
        UniqueConstraint("federation_id", "decision_id"),
        CheckConstraint(f"stopped_how in {STOPS}", name="stopped_how"),
        CheckConstraint("(stopped_at is null) = (stopped_how = '')", name="stopped"),
        Index("ix_mandates_mandate_group", "federation_id", "group_id", "id"),
        Index(
            "ix_mandates_mandate_look",
            "look_at",
            sqlite_where=text("look_at IS NOT NULL"),
            postgresql_where=text("look_at IS NOT NULL"),
        ),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    group_id: Mapped[int] = mapped_column(RowId)
    decision_id: Mapped[int] = mapped_column(RowId)
    terms: Mapped[dict[str, Any]]
    starts_at: Mapped[datetime] = mapped_column(Moment)
    stopped_at: Mapped[datetime | None] = mapped_column(Moment)
    stopped_how: Mapped[str] = mapped_column(String(12), default="")
    stopped_by_id: Mapped[int | None] = mapped_column(RowId)
    told: Mapped[str] = mapped_column(String(30), default="", server_default="")
    """What was told last of a report that is late: the state, and the day on which it was due."""
    look_at: Mapped[datetime | None] = mapped_column(Moment)
    """From when on a job has something to do about its reports; None: never, as things are."""


class GroupBudget(Federated, MappedBase):
    """Money that the members shared out among groups by a decision, for a time; ``terms`` are those of the text that was decided.

    The newest whose time it is holds. ``given_pence`` is the sum of its envelopes. ``before_id`` is the one that it changed.
    Never changed.
    """

    __tablename__ = "mandates_budget"
    __table_args__ = (
        federated_key(),
        within("decision_id", "decisions_decision"),
        within("before_id", "mandates_budget"),
        UniqueConstraint("federation_id", "decision_id"),
        CheckConstraint("given_pence >= 0 and reserve_pence >= 0", name="money"),
        CheckConstraint("given_pence + reserve_pence = total_pence", name="total"),
        CheckConstraint("from_at < until_at", name="time"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    decision_id: Mapped[int] = mapped_column(RowId)
    before_id: Mapped[int | None] = mapped_column(RowId)
    terms: Mapped[dict[str, Any]]
    total_pence: Mapped[int] = mapped_column(RowId)
    given_pence: Mapped[int] = mapped_column(RowId)
    reserve_pence: Mapped[int] = mapped_column(RowId)
    from_at: Mapped[datetime] = mapped_column(Moment)
    until_at: Mapped[datetime] = mapped_column(Moment)
    decided_at: Mapped[datetime] = mapped_column(Moment)


class MandateAct(Federated, MappedBase):
    """What a group has done in the members' name: within a mandate, or because the members let it by a decision of its own.

    ``pence`` is promised, ``spent_pence`` of that is spent. ``state``: it stands, is ``held`` because a practice has called it
    in (by decision ``called_in_id``), was ``refused`` by the members, or is ``settled``: what it has not spent is free again.
    ``item`` is the same for the same words.
    """

    __tablename__ = "mandates_act"
    __table_args__ = (
        federated_key(),
        within("group_id", "network_group"),
        within("mandate_id", "mandates_mandate"),
        within("decision_id", "decisions_decision"),
        within("called_in_id", "decisions_decision"),
        UniqueConstraint("federation_id", "decision_id"),
        CheckConstraint("(mandate_id is null) <> (decision_id is null)", name="authority"),
        CheckConstraint(f"state in {ACT_STATES}", name="state"),
        CheckConstraint("spent_pence between 0 and pence", name="money"),
        Index("ix_mandates_act_group", "federation_id", "group_id", "id"),
        Index("ix_mandates_act_mandate", "federation_id", "mandate_id"),
        Index("ix_mandates_act_item", "federation_id", "item", "acted_at"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    group_id: Mapped[int] = mapped_column(RowId)
    mandate_id: Mapped[int | None] = mapped_column(RowId)
    decision_id: Mapped[int | None] = mapped_column(RowId)
    power: Mapped[str] = mapped_column(String(12))
    area: Mapped[str] = mapped_column(String(50))
    pence: Mapped[int] = mapped_column(RowId)
    spent_pence: Mapped[int] = mapped_column(RowId, default=0)
    words: Mapped[str] = mapped_column(Text)
    item: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(10), default="standing")
    acted_by: Mapped[int] = mapped_column(RowId, ForeignKey("people_person.id"))
    acted_at: Mapped[datetime] = mapped_column(Moment)
    call_in_until: Mapped[datetime | None] = mapped_column(Moment)
    called_in_id: Mapped[int | None] = mapped_column(RowId)


class ActPayment(Federated, MappedBase):
    """Money that was spent for an act, with what shows it. Never changed."""

    __tablename__ = "mandates_payment"
    __table_args__ = (
        within("act_id", "mandates_act"),
        CheckConstraint("pence >= 0", name="pence"),
        Index("ix_mandates_payment_act", "federation_id", "act_id", "id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    act_id: Mapped[int] = mapped_column(RowId)
    pence: Mapped[int] = mapped_column(RowId)
    words: Mapped[str] = mapped_column(Text)
    paid_by: Mapped[int] = mapped_column(RowId, ForeignKey("people_person.id"))
    paid_at: Mapped[datetime] = mapped_column(Moment)


class RecallName(Federated, MappedBase):
    """The name of a practice under the call for a recall of a mandate, with its reason. It can be taken back until the vote
    ``decision_id`` opens, and serves for one vote."""

    __tablename__ = "mandates_recall"
    __table_args__ = (
        within("mandate_id", "mandates_mandate"),
        within("practice_id", "network_practice"),
        within("decision_id", "decisions_decision"),
        Index(
            "uq_mandates_recall_practice",
            "federation_id",
            "mandate_id",
            "practice_id",
            unique=True,
            sqlite_where=_ASKING,
            postgresql_where=_ASKING,
        ),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    mandate_id: Mapped[int] = mapped_column(RowId)
    practice_id: Mapped[int] = mapped_column(RowId)
    reason: Mapped[str] = mapped_column(Text)
    signed_by: Mapped[int] = mapped_column(RowId, ForeignKey("people_person.id"))
    signed_at: Mapped[datetime] = mapped_column(Moment)
    taken_back_at: Mapped[datetime | None] = mapped_column(Moment)
    decision_id: Mapped[int | None] = mapped_column(RowId)

    @classmethod
    def asks(cls) -> ColumnElement[bool]:
        """The name stands, and no vote has opened by it."""
        return and_(cls.taken_back_at.is_(None), cls.decision_id.is_(None))


class ReportCause(Federated, MappedBase):
    """Something after which a mandate asks for a report: an act that cost more than agreed, or the call-in of one. Never
    changed."""

    __tablename__ = "mandates_cause"
    __table_args__ = (
        within("mandate_id", "mandates_mandate"),
        within("act_id", "mandates_act"),
        CheckConstraint("kind in ('act', 'call_in')", name="kind"),
        Index("ix_mandates_cause_mandate", "federation_id", "mandate_id", "at"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    mandate_id: Mapped[int] = mapped_column(RowId)
    act_id: Mapped[int] = mapped_column(RowId)
    kind: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(Moment)


class GroupReport(Federated, MappedBase):
    """A report of a group to the members. ``known`` is what was known when it was sent: pairs of words.

    ``state``: it is ``sent`` and the members settle it by ``decision_id``, they have ``ratified`` it or ``sent_back``;
    ``noted``: they read it, and that is all.
    """

    __tablename__ = "mandates_report"
    __table_args__ = (
        federated_key(),
        within("group_id", "network_group"),
        within("mandate_id", "mandates_mandate"),
        within("decision_id", "decisions_decision"),
        CheckConstraint(f"state in {REPORT_STATES}", name="state"),
        Index("ix_mandates_report_group", "federation_id", "group_id", "id"),
        Index("ix_mandates_report_mandate", "federation_id", "mandate_id"),
        Index("ix_mandates_report_decision", "federation_id", "decision_id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    group_id: Mapped[int] = mapped_column(RowId)
    mandate_id: Mapped[int] = mapped_column(RowId)
    words: Mapped[str] = mapped_column(Text)
    learned: Mapped[str] = mapped_column(Text)
    known: Mapped[list[Any]]
    sent_by: Mapped[int] = mapped_column(RowId, ForeignKey("people_person.id"))
    sent_at: Mapped[datetime] = mapped_column(Moment)
    state: Mapped[str] = mapped_column(String(10))
    decision_id: Mapped[int | None] = mapped_column(RowId)
    settled_at: Mapped[datetime | None] = mapped_column(Moment)
