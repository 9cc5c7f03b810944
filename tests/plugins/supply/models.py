"""Questions, who has answered, and who agrees to open the answers."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from federation.toolkit import Federated, Moment, RowId, Table, federated_key, within


class SupplyQuestion(Federated, Table):
    """A question, which can be answered until ``closes_at``."""

    __tablename__ = "supply_question"
    __table_args__ = (federated_key(),)
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    words: Mapped[str] = mapped_column(String(200))
    closes_at: Mapped[datetime] = mapped_column(Moment)


class SupplyAnswer(Federated, Table):
    """An answer, whose words are sealed. ``person_id`` is the guest; of several the newest counts."""

    __tablename__ = "supply_answer"
    __table_args__ = (federated_key(), within("question_id", "supply_question"))
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    question_id: Mapped[int] = mapped_column(RowId)
    person_id: Mapped[int] = mapped_column(RowId, ForeignKey("people_person.id"))
    receipt: Mapped[str] = mapped_column(String(64))
    handed_in_at: Mapped[datetime] = mapped_column(Moment)


class SupplyOpener(Federated, Table):
    """Somebody who agrees that the answers to a question are opened."""

    __tablename__ = "supply_opener"
    __table_args__ = (
        federated_key(),
        within("question_id", "supply_question"),
        UniqueConstraint("federation_id", "question_id", "person_id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    question_id: Mapped[int] = mapped_column(RowId)
    person_id: Mapped[int] = mapped_column(RowId, ForeignKey("people_person.id"))
