"""Proposals and what becomes of them.

A ballot is never changed: casting again adds the next version, and the highest version counts. Database triggers
(in the migration) refuse any change of a closed decision and of a ballot.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
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
from federation.kernel.db import Base, RowId
from federation.kernel.tenancy import Federated, federated_key, within

STATES = ("draft", "discussion", "scheduled", "open", "closed", "withdrawn")
VERDICTS = ("carried", "not_carried", "inquorate", "tied", "referred", "advised")


def _person() -> ForeignKey:
    return ForeignKey("people_person.id")


class VoteTimes:
    """What the times of a vote settle at a moment, of a row and within a statement (where ``now`` is an expression)."""

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


class Decision(VoteTimes, Federated, Base):
    """A proposal on its way from draft to verdict. ``year`` and ``ordinal`` (2026/31) are given when it is put to the vote.

    ``plan`` is how its author means to put it to the vote, before that is done; ``rule`` is the rule as data;
    ``opens_at`` is the time that was set for opening, where one was; ``roll`` sums the frozen roll up; ``result`` is
    the verdict as data, once closed. ``reminded`` is the number of the last reminder sent; ``voted`` counts practices,
    ``comment_count`` comments, so that lists need not count.
    """

    __tablename__ = "decisions_decision"
    __table_args__ = (
        federated_key(),
        UniqueConstraint("federation_id", "year", "ordinal"),
        within("supersedes_id", "decisions_decision"),
        within("superseded_by_id", "decisions_decision"),
        within("author_practice_id", "network_practice"),
        CheckConstraint(
            "state in ('draft', 'discussion', 'scheduled', 'open', 'closed', 'withdrawn')", name="state"
        ),
        CheckConstraint(
            "verdict in ('carried', 'not_carried', 'inquorate', 'tied', 'referred', 'advised')",
            name="verdict",
        ),
        Index("ix_decisions_decision_state", "federation_id", "state", "closes_at", "id"),
        Index(
            "ix_decisions_decision_register",
            "federation_id",
            "closed_at",
            "id",
            sqlite_where=text("state = 'closed'"),
            postgresql_where=text("state = 'closed'"),
        ),
        Index("ix_decisions_decision_verdict", "federation_id", "verdict", "closed_at", "id"),
        Index("ix_decisions_decision_year", "federation_id", "year", "verdict", "closed_at", "id"),
        Index("ix_decisions_decision_review", "federation_id", "review_on"),
        Index("ix_decisions_decision_author", "federation_id", "author_id", "state"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    year: Mapped[int | None]
    ordinal: Mapped[int | None]
    state: Mapped[str] = mapped_column(String(12), default="draft")
    title: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(60), default="")
    subject: Mapped[str] = mapped_column(String(60), default="decisions.proposal")
    subject_data: Mapped[dict[str, Any] | None]
    version: Mapped[int] = mapped_column(default=1)
    author_id: Mapped[int] = mapped_column(RowId, _person())
    author_practice_id: Mapped[int | None] = mapped_column(RowId)
    created_at: Mapped[datetime] = mapped_column(Moment)
    changed_at: Mapped[datetime] = mapped_column(Moment)
    shown_from: Mapped[int | None]
    """The version that members saw first; earlier ones stay with the authors."""
    comment_count: Mapped[int] = mapped_column(default=0)
    plan: Mapped[dict[str, Any] | None]
    rule: Mapped[dict[str, Any] | None]
    roll: Mapped[dict[str, Any] | None]
    floors: Mapped[dict[str, Any] | None]
    """What this vote had to ask for at least, fixed when it opened."""
    voted: Mapped[int] = mapped_column(default=0)
    opens_at: Mapped[datetime | None] = mapped_column(Moment)
    opened_at: Mapped[datetime | None] = mapped_column(Moment)
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


class Version(Federated, Base):
    """One version of a proposal, written once. ``body`` is the exact text that is decided; ``options`` are for a choice
    among several: ``[{id, title, text}]``; ``considered`` are the options looked at ``[{title, text}]``; ``aims`` keeps
    the words of each aim as they were: ``[[number, words]]``; ``effects`` heads the table of what it means for each
    practice: ``{columns: [...], since: 2, practices: 12}``, whose rows are in :class:`Effect` under version ``since``."""

    __tablename__ = "decisions_version"
    __table_args__ = (
        federated_key(),
        UniqueConstraint("federation_id", "decision_id", "number"),
        within("decision_id", "decisions_decision"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    decision_id: Mapped[int] = mapped_column(RowId)
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(60), default="")
    reasons: Mapped[str] = mapped_column(Text, default="")
    options: Mapped[list[Any]] = mapped_column(default=list)
    considered: Mapped[list[Any]] = mapped_column(default=list)
    aims: Mapped[list[Any]] = mapped_column(default=list)
    impact: Mapped[dict[str, Any]] = mapped_column(default=dict)
    effects: Mapped[dict[str, Any] | None]
    saved_by: Mapped[int] = mapped_column(RowId, _person())
    saved_at: Mapped[datetime] = mapped_column(Moment)


class Effect(Federated, Base):
    """What a proposal means for one practice: a row of the table that version ``since`` brought in, and that later
    versions share until one changes it."""

    __tablename__ = "decisions_effect"
    __table_args__ = (
        ForeignKeyConstraint(
            ["federation_id", "decision_id", "since"],
            ["decisions_version.federation_id", "decisions_version.decision_id", "decisions_version.number"],
        ),
    )
    federation_id: Mapped[int] = mapped_column(RowId, ForeignKey("network_federation.id"), primary_key=True)
    decision_id: Mapped[int] = mapped_column(RowId, primary_key=True)
    since: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(12), primary_key=True)
    cells: Mapped[list[Any]]


class CoAuthor(Federated, Base):
    """Somebody who may edit the proposal with its author."""

    __tablename__ = "decisions_coauthor"
    __table_args__ = (
        within("decision_id", "decisions_decision"),
        Index("ix_decisions_coauthor_person", "federation_id", "person_id", "decision_id"),
    )
    federation_id: Mapped[int] = mapped_column(RowId, ForeignKey("network_federation.id"), primary_key=True)
    decision_id: Mapped[int] = mapped_column(RowId, primary_key=True)
    person_id: Mapped[int] = mapped_column(RowId, _person(), primary_key=True)


class Comment(Federated, Base):
    """A comment; ``parent_id`` names the comment answered, never an answer itself (two levels). ``as_of`` is the
    person's place when they wrote: "Heron Health Centre (representative)"."""

    __tablename__ = "decisions_comment"
    __table_args__ = (
        federated_key(),
        within("decision_id", "decisions_decision"),
        within("parent_id", "decisions_comment"),
        Index("ix_decisions_comment_person", "federation_id", "person_id", "written_at"),
        Index("ix_decisions_comment_thread", "federation_id", "decision_id", "parent_id", "id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    decision_id: Mapped[int] = mapped_column(RowId)
    parent_id: Mapped[int | None] = mapped_column(RowId)
    person_id: Mapped[int] = mapped_column(RowId, _person())
    as_of: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(Moment)
    edited_at: Mapped[datetime | None] = mapped_column(Moment)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)


class CommentEdit(Federated, Base):
    """What a comment said before it was edited."""

    __tablename__ = "decisions_comment_edit"
    __table_args__ = (
        within("comment_id", "decisions_comment"),
        Index("ix_decisions_comment_edit_c", "federation_id", "comment_id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    comment_id: Mapped[int] = mapped_column(RowId)
    body: Mapped[str] = mapped_column(Text)
    replaced_at: Mapped[datetime] = mapped_column(Moment)


class RollEntry(Federated, Base):
    """A practice that may vote, with its name, patients and weight as they were when voting opened."""

    __tablename__ = "decisions_roll_entry"
    __table_args__ = (
        federated_key(),
        UniqueConstraint("federation_id", "decision_id", "practice_id"),
        within("decision_id", "decisions_decision"),
        within("practice_id", "network_practice"),
        Index("ix_decisions_roll_entry_practice", "federation_id", "practice_id", "decision_id"),
        Index("ix_decisions_roll_entry_code", "federation_id", "decision_id", "code"),
        CheckConstraint("weight >= 0", name="weight"),
        {"info": {"append_only": ("DELETE",), "updated": ("recused_at", "recused_by", "recusal_reason")}},
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    decision_id: Mapped[int] = mapped_column(RowId)
    practice_id: Mapped[int] = mapped_column(RowId)
    code: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(200))
    patients: Mapped[int]
    weight: Mapped[int]
    recused_at: Mapped[datetime | None] = mapped_column(Moment)
    recused_by: Mapped[int | None] = mapped_column(RowId, _person())
    recusal_reason: Mapped[str | None] = mapped_column(Text)


class Interest(Federated, Base):
    """A practice's declared interest before voting opens; it becomes a recusal on the roll."""

    __tablename__ = "decisions_interest"
    __table_args__ = (
        UniqueConstraint("federation_id", "decision_id", "practice_id"),
        within("decision_id", "decisions_decision"),
        within("practice_id", "network_practice"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    decision_id: Mapped[int] = mapped_column(RowId)
    practice_id: Mapped[int] = mapped_column(RowId)
    reason: Mapped[str] = mapped_column(Text)
    declared_by: Mapped[int] = mapped_column(RowId, _person())
    declared_at: Mapped[datetime] = mapped_column(Moment)


class Ballot(Federated, Base):
    """One version of a practice's ballot; append-only. ``receipt`` finds it in the record, which holds a fingerprint
    that ``nonce`` keeps anybody from guessing while voting is open."""

    __tablename__ = "decisions_ballot"
    __table_args__ = (
        federated_key(),
        UniqueConstraint("federation_id", "roll_entry_id", "version"),
        UniqueConstraint("federation_id", "receipt"),
        within("roll_entry_id", "decisions_roll_entry"),
        within("decision_id", "decisions_decision"),
        Index("ix_decisions_ballot_decision", "federation_id", "decision_id", "roll_entry_id"),
        {"info": {"append_only": ("UPDATE", "DELETE")}},
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    decision_id: Mapped[int] = mapped_column(RowId)
    roll_entry_id: Mapped[int] = mapped_column(RowId)
    version: Mapped[int]
    stance: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(Text, default="")
    cast_by: Mapped[int] = mapped_column(RowId, _person())
    cast_at: Mapped[datetime] = mapped_column(Moment)
    by_link: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether it was cast by the link of a letter, without signing in."""
    by_program: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether a program cast it, with a token of the person's."""
    receipt: Mapped[str] = mapped_column(String(40))
    nonce: Mapped[str] = mapped_column(String(32))


class BallotLink(Federated, Base):
    """The link in a letter by which a person casts a practice's ballot in one decision, until the close. ``standing``
    is the fingerprint of the person's roles and account when it was made: once they differ, it opens nothing."""

    __tablename__ = "decisions_ballot_link"
    __table_args__ = (
        within("decision_id", "decisions_decision"),
        within("practice_id", "network_practice"),
        Index("ix_decisions_ballot_link_decision", "federation_id", "decision_id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    decision_id: Mapped[int] = mapped_column(RowId)
    practice_id: Mapped[int] = mapped_column(RowId)
    person_id: Mapped[int] = mapped_column(RowId, _person())
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    standing: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(Moment)


class CastingVote(Federated, Base):
    """The chair's vote on a tie, given after the close where the rule says so."""

    __tablename__ = "decisions_casting_vote"
    __table_args__ = (
        UniqueConstraint("federation_id", "decision_id"),
        within("decision_id", "decisions_decision"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    decision_id: Mapped[int] = mapped_column(RowId)
    stance: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(Text)
    given_by: Mapped[int] = mapped_column(RowId, _person())
    given_at: Mapped[datetime] = mapped_column(Moment)


class Resolution(Federated, Base):
    """An answer to an objection, and whether the objecting practice accepts it."""

    __tablename__ = "decisions_resolution"
    __table_args__ = (
        within("ballot_id", "decisions_ballot"),
        within("decision_id", "decisions_decision"),
        UniqueConstraint("federation_id", "ballot_id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    decision_id: Mapped[int] = mapped_column(RowId)
    ballot_id: Mapped[int] = mapped_column(RowId)
    words: Mapped[str] = mapped_column(Text)
    written_by: Mapped[int] = mapped_column(RowId, _person())
    written_at: Mapped[datetime] = mapped_column(Moment)
    accepted_by: Mapped[int | None] = mapped_column(RowId, _person())
    accepted_at: Mapped[datetime | None] = mapped_column(Moment)


class Action(Federated, Base):
    """Something to be done because of a decision, with an owner and a date."""

    __tablename__ = "decisions_action"
    __table_args__ = (
        federated_key(),
        within("decision_id", "decisions_decision"),
        within("practice_id", "network_practice"),
        CheckConstraint("state in ('not_started', 'under_way', 'done')", name="state"),
        Index("ix_decisions_action_owner", "federation_id", "owner_id", "state", "due_on"),
        Index("ix_decisions_action_decision", "federation_id", "decision_id"),
        Index("ix_decisions_action_practice", "federation_id", "practice_id", "state", "due_on"),
        Index("ix_decisions_action_due", "federation_id", "state", "due_on", "id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    decision_id: Mapped[int] = mapped_column(RowId)
    title: Mapped[str] = mapped_column(String(200))
    owner_id: Mapped[int] = mapped_column(RowId, _person())
    practice_id: Mapped[int | None] = mapped_column(RowId)
    due_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(12), default="not_started")
    note: Mapped[str] = mapped_column(Text, default="")
    changed_at: Mapped[datetime] = mapped_column(Moment)


class DecisionAim(Federated, Base):
    """An aim that a decision in the register serves, with the moment it was decided, so that a list can follow it."""

    __tablename__ = "decisions_aim"
    __table_args__ = (
        within("decision_id", "decisions_decision"),
        Index("ix_decisions_aim_register", "federation_id", "number", "closed_at", "decision_id"),
    )
    federation_id: Mapped[int] = mapped_column(RowId, ForeignKey("network_federation.id"), primary_key=True)
    decision_id: Mapped[int] = mapped_column(RowId, primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    closed_at: Mapped[datetime] = mapped_column(Moment)


class OwnRule(Federated, Base):
    """A rule that the federation keeps beside the presets."""

    __tablename__ = "decisions_rule"
    __table_args__ = (federated_key(), UniqueConstraint("federation_id", "key"))
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    key: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(120))
    summary: Mapped[str] = mapped_column(String(300), default="")
    rule: Mapped[dict[str, Any]]
    retired_at: Mapped[datetime | None] = mapped_column(Moment)


class SuggestedRule(Federated, Base):
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


class RegisterTotal(Federated, Base):
    """How many decisions there are of each year and verdict, kept as they close, so that no list has to count."""

    __tablename__ = "decisions_total"
    federation_id: Mapped[int] = mapped_column(RowId, ForeignKey("network_federation.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    verdict: Mapped[str] = mapped_column(String(12), primary_key=True)
    decided: Mapped[int] = mapped_column(default=0)
