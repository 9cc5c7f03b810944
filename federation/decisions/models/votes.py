"""The roll, ballots and what belongs to them.

A ballot is never changed: casting again adds the next version, and the highest version counts. Database triggers
(in the migration) refuse any change of one.
"""

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from federation.kernel.clock import Moment
from federation.kernel.db import MappedBase, RowId
from federation.kernel.tenancy import Federated, federated_key, within


def _person() -> ForeignKey:
    return ForeignKey("people_person.id")


_ONE_VOTER = "(person_id is null) <> (practice_id is null)"


class RollEntry(Federated, MappedBase):
    """Who may vote: a practice, with its name, patients and weight as they were when voting opened; in a group's vote also
    a person, whose ``code`` is their number behind p-."""

    __tablename__ = "decisions_roll_entry"
    __table_args__ = (
        federated_key(),
        UniqueConstraint("federation_id", "decision_id", "practice_id"),
        UniqueConstraint("federation_id", "decision_id", "person_id"),
        within("decision_id", "decisions_decision"),
        within("practice_id", "network_practice"),
        Index("ix_decisions_roll_entry_practice", "federation_id", "practice_id", "decision_id"),
        Index("ix_decisions_roll_entry_person", "federation_id", "person_id", "decision_id"),
        CheckConstraint(_ONE_VOTER, name="voter"),
        Index("ix_decisions_roll_entry_name", "federation_id", "decision_id", "name", "code"),
        Index("ix_decisions_roll_entry_code", "federation_id", "decision_id", "code"),
        CheckConstraint("weight >= 0", name="weight"),
        {"info": {"append_only": ("DELETE",), "updated": ("recused_at", "recused_by", "recusal_reason")}},
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    decision_id: Mapped[int] = mapped_column(RowId)
    practice_id: Mapped[int | None] = mapped_column(RowId)
    person_id: Mapped[int | None] = mapped_column(RowId, _person())
    code: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(200))
    patients: Mapped[int]
    weight: Mapped[int]
    recused_at: Mapped[datetime | None] = mapped_column(Moment)
    recused_by: Mapped[int | None] = mapped_column(RowId, _person())
    recusal_reason: Mapped[str | None] = mapped_column(Text)


class DeclaredInterest(Federated, MappedBase):
    """The declared interest of a practice, or of somebody who votes in a group, before voting opens; it becomes a recusal
    on the roll."""

    __tablename__ = "decisions_interest"
    __table_args__ = (
        UniqueConstraint("federation_id", "decision_id", "practice_id"),
        UniqueConstraint("federation_id", "decision_id", "person_id"),
        within("decision_id", "decisions_decision"),
        within("practice_id", "network_practice"),
        CheckConstraint(_ONE_VOTER, name="voter"),
        Index(
            "ix_decisions_interest_shut_out",
            *("federation_id", "decision_id"),
            sqlite_where=text("shut_out"),
            postgresql_where=text("shut_out"),
        ),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    decision_id: Mapped[int] = mapped_column(RowId)
    practice_id: Mapped[int | None] = mapped_column(RowId)
    person_id: Mapped[int | None] = mapped_column(RowId, _person())
    reason: Mapped[str] = mapped_column(Text)
    declared_by: Mapped[int] = mapped_column(RowId, _person())
    declared_at: Mapped[datetime] = mapped_column(Moment)
    demanded_by: Mapped[str] = mapped_column(String(60), default="", server_default="")
    """The name of the feature that demanded it; empty where somebody declared it."""
    shut_out: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether the person, or whoever has a place at the practice, reads neither discussion nor papers of the decision."""


class Ballot(Federated, MappedBase):
    """One version of a voter's ballot; append-only. ``receipt`` finds it in the record, which holds a fingerprint
    that ``nonce`` keeps anybody from guessing while voting is open. ``choice`` is what it says beside its stance, as JSON
    text that is the same for the same choice; empty where the stance says all."""

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
    choice: Mapped[str] = mapped_column(Text, default="", server_default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    cast_by: Mapped[int] = mapped_column(RowId, _person())
    cast_at: Mapped[datetime] = mapped_column(Moment)
    by_link: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether it was cast by the link of a letter, without signing in."""
    by_program: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether a program cast it, with a token of the person's."""
    receipt: Mapped[str] = mapped_column(String(40))
    nonce: Mapped[str] = mapped_column(String(32))


class BallotLink(Federated, MappedBase):
    """The link in a letter by which a person casts a practice's ballot, or in a group's vote their own (``practice_id`` is
    empty then), in one decision, until the close. ``standing``
    is the fingerprint of the person's roles and account when it was made: once they differ, it opens nothing."""

    __tablename__ = "decisions_ballot_link"
    __table_args__ = (
        within("decision_id", "decisions_decision"),
        within("practice_id", "network_practice"),
        Index("ix_decisions_ballot_link_decision", "federation_id", "decision_id"),
        {"info": {"stays": True}},
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    decision_id: Mapped[int] = mapped_column(RowId)
    practice_id: Mapped[int | None] = mapped_column(RowId)
    person_id: Mapped[int] = mapped_column(RowId, _person())
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    standing: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(Moment)


class CastingVote(Federated, MappedBase):
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


class ObjectionResolution(Federated, MappedBase):
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
