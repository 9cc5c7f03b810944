"""Action learning sets: peers who meet, of whom each presents a problem of theirs in turn."""

from datetime import date, datetime

from sqlalchemy import Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from federation.toolkit import Federated, Moment, RowId, Table, federated_key, within

from .needs import a_person


class LearningSet(Federated, Table):
    """A set. Where it is ``confidential`` what was agreed at its meetings is read by its members alone."""

    __tablename__ = "education_set"
    __table_args__ = (federated_key(),)
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    title: Mapped[str] = mapped_column(String(120))
    confidential: Mapped[bool]
    begun_by: Mapped[int] = mapped_column(RowId, a_person())
    begun_at: Mapped[datetime] = mapped_column(Moment)


class LearningSetMember(Federated, Table):
    """Somebody in a set, and what they are: a profession, or a citizen who learns with the others."""

    __tablename__ = "education_set_member"
    __table_args__ = (
        federated_key(),
        within("set_id", "education_set"),
        UniqueConstraint("federation_id", "set_id", "person_id"),
        Index("ix_education_set_member_person", "federation_id", "person_id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    set_id: Mapped[int] = mapped_column(RowId)
    person_id: Mapped[int] = mapped_column(RowId, a_person())
    profession: Mapped[str] = mapped_column(String(60))
    joined_at: Mapped[datetime] = mapped_column(Moment)


class LearningSetMeeting(Federated, Table):
    """A meeting of a set: who presented, and what they will do."""

    __tablename__ = "education_set_meeting"
    __table_args__ = (
        federated_key(),
        within("set_id", "education_set"),
        Index("ix_education_set_meeting_set", "federation_id", "set_id", "held_on"),
        {"info": {"private": "what is said in a learning set is its members' alone"}},
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    set_id: Mapped[int] = mapped_column(RowId)
    held_on: Mapped[date]
    presenter_id: Mapped[int] = mapped_column(RowId, a_person())
    commitments: Mapped[str] = mapped_column(Text)
    noted_by: Mapped[int] = mapped_column(RowId, a_person())
    noted_at: Mapped[datetime] = mapped_column(Moment)
