"""A proposal on its way from draft to verdict. Database triggers (in the migration) refuse any change of a closed one."""

from datetime import date, datetime
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
    false,
    text,
)
from sqlalchemy.ext.hybrid import hybrid_method
from sqlalchemy.orm import Mapped, mapped_column

from federation.decisions import rules
from federation.kernel.clock import Moment
from federation.kernel.db import MappedBase, RowId
from federation.kernel.tenancy import Federated, federated_key, within

STATES = ("draft", "discussion", "scheduled", "open", "closed", "withdrawn")


VERDICTS = ("carried", "not_carried", "inquorate", "tied", "referred", "advised", "objected")


def _person() -> ForeignKey:
    return ForeignKey("people_person.id")


class VoteTimes:
    """The state of a vote by its times at a moment, of a row and within a statement (where ``now`` is an expression)."""

    state: Mapped[str]
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]

    def _taking(self, now: Any) -> bool:
        return rules.takes_ballots(self.state, self.closes_at, now)

    def _over(self, now: Any) -> bool:
        return rules.is_over(self.state, self.closes_at, now)

    def _due(self, now: Any) -> bool:
        return rules.is_due(self.state, self.opens_at, now)

    takes_ballots = hybrid_method(_taking, lambda cls, now: and_(cls.state == "open", cls.closes_at > now))
    """Whether ballots are taken."""
    is_over = hybrid_method(_over, lambda cls, now: and_(cls.state == "open", cls.closes_at <= now))
    """Whether the deadline has passed, and nothing has written the close down yet."""
    is_due = hybrid_method(_due, lambda cls, now: and_(cls.state == "scheduled", cls.opens_at <= now))
    """Whether the time that was set for opening has come, and nothing has opened voting yet."""


class Decision(VoteTimes, Federated, MappedBase):
    """A proposal on its way from draft to verdict. ``year`` and ``ordinal`` (2026/31) are given when it is put to the vote.

    ``group_id`` is the group that decides; empty where the members as a whole do. ``series`` is the group's code before
    the numbers of its decisions (HVG 2026/3).

    ``plan`` is how its author means to put it to the vote, before that is done; ``rule`` is the rule as data;
    ``opens_at`` is the time that was set for opening, where one was; ``roll`` sums the frozen roll up; ``result`` is
    the verdict as data, once closed. ``reminded`` is the number of the last reminder sent; ``voted`` counts practices,
    ``comment_count`` comments, so that lists need not count.
    """

    __tablename__ = "decisions_decision"
    __table_args__ = (
        federated_key(),
        UniqueConstraint("federation_id", "series", "year", "ordinal"),
        within("group_id", "network_group"),
        within("supersedes_id", "decisions_decision"),
        within("superseded_by_id", "decisions_decision"),
        within("author_practice_id", "network_practice"),
        CheckConstraint(
            "state in ('draft', 'discussion', 'scheduled', 'open', 'closed', 'withdrawn')", name="state"
        ),
        CheckConstraint(
            "verdict in ('carried', 'not_carried', 'inquorate', 'tied', 'referred', 'advised', 'objected')",
            name="verdict",
        ),
        Index("ix_decisions_decision_state", "federation_id", "state", "closes_at", "id"),
        *(
            Index(
                f"ix_decisions_decision_{name}",
                column,
                sqlite_where=text(f"state = '{state}'"),
                postgresql_where=text(f"state = '{state}'"),
            )
            for name, column, state in (
                ("closing", "closes_at", "open"),
                ("opening", "opens_at", "scheduled"),
            )
        ),
        Index(
            "ix_decisions_decision_register",
            "federation_id",
            "closed_at",
            "id",
            sqlite_where=text("closed_at IS NOT NULL"),
            postgresql_where=text("closed_at IS NOT NULL"),
        ),
        Index("ix_decisions_decision_verdict", "federation_id", "verdict", "closed_at", "id"),
        Index("ix_decisions_decision_year", "federation_id", "year", "verdict", "closed_at", "id"),
        Index("ix_decisions_decision_review", "federation_id", "review_on"),
        Index("ix_decisions_decision_author", "federation_id", "author_id", "state"),
        Index("ix_decisions_decision_group", "federation_id", "group_id", "state", "id"),
        {"sqlite_autoincrement": True},
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    group_id: Mapped[int | None] = mapped_column(RowId)
    series: Mapped[str] = mapped_column(String(8), default="", server_default="")
    year: Mapped[int | None]
    ordinal: Mapped[int | None]
    state: Mapped[str] = mapped_column(String(12), default="draft")
    title: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(60), default="")
    subject: Mapped[str] = mapped_column(String(60), default="decisions.proposal")
    fixed: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether its title, text and options are those that its feature wrote, and nobody else's."""
    version: Mapped[int] = mapped_column(default=1)
    author_id: Mapped[int] = mapped_column(RowId, _person())
    author_practice_id: Mapped[int | None] = mapped_column(RowId)
    created_at: Mapped[datetime] = mapped_column(Moment)
    changed_at: Mapped[datetime] = mapped_column(Moment)
    shown_from: Mapped[int | None]
    """The version that members saw first; earlier ones stay with the authors."""
    author_as: Mapped[str] = mapped_column(String(20), default="", server_default="")
    """The role in which its author wrote it: of the members, or of the group that decides."""
    comment_count: Mapped[int] = mapped_column(default=0)
    plan: Mapped[dict[str, Any] | None]
    rule: Mapped[dict[str, Any] | None]
    roll: Mapped[dict[str, Any] | None]
    floors: Mapped[dict[str, Any] | None]
    """What this vote had to ask for at least, fixed when it opened."""
    voted: Mapped[int] = mapped_column(default=0)
    opens_at: Mapped[datetime | None] = mapped_column(Moment)
    opened_at: Mapped[datetime | None] = mapped_column(Moment)
    notice_from: Mapped[datetime | None] = mapped_column(Moment)
    """Since when members had notice of this vote, where that was before it opened: on the agenda of a meeting."""
    opened_by: Mapped[int | None] = mapped_column(RowId, _person())
    full_sign_in: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether its ballots are cast by those alone who have signed in, not by the link of a letter."""
    closes_at: Mapped[datetime | None] = mapped_column(Moment)
    reminded: Mapped[int] = mapped_column(default=0)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_by: Mapped[int | None] = mapped_column(RowId, _person())
    close_reason: Mapped[str | None] = mapped_column(Text)
    withdrawn_reason: Mapped[str | None] = mapped_column(Text)
    verdict: Mapped[str | None] = mapped_column(String(12))
    result: Mapped[dict[str, Any] | None]
    how: Mapped[str | None] = mapped_column(String(200))
    outcome: Mapped[str | None] = mapped_column(Text)
    outcome_by: Mapped[int | None] = mapped_column(RowId, _person())
    outcome_at: Mapped[datetime | None] = mapped_column(Moment)
    owner_id: Mapped[int | None] = mapped_column(RowId, _person())
    review_on: Mapped[date | None]
    supersedes_id: Mapped[int | None] = mapped_column(RowId)
    superseded_by_id: Mapped[int | None] = mapped_column(RowId)

    @classmethod
    def of_members(cls) -> ColumnElement[bool]:
        """The members as a whole decide, not a group."""
        return cls.group_id.is_(None)

    @property
    def number(self) -> str:
        """2026/31, or HVG 2026/3 of a group; nothing before it is put to the vote."""
        return number_in(self.series, self.year, self.ordinal)


def number_in(series: str, year: int | None, ordinal: int | None) -> str:
    """The number of a decision as people read it; nothing where it has none yet."""
    return f"{series} {year}/{ordinal}".lstrip() if year else ""
