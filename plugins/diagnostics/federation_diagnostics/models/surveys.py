"""Surveys of the members: who was invited, what is saved and not sent, and answers without names.

Nothing leads from an invitation to an answer: an answer has no person, no time and a number drawn at random,
and all answers of a survey are written anew whenever one is sent (``actions.answering``).
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from federation.toolkit import Federated, Moment, RowId, Table, federated_key, within

_OPEN = text("closed_at IS NULL")


class Survey(Federated, Table):
    """A survey of the members, from its opening to its results.

    ``practices`` are those that may answer, as they were at opening: ``[[id, code, name]]``; ``invited`` and
    ``answered`` count people. It is over when ``closes_at`` has passed; ``closed_at`` is set when that was
    noticed and the results were worked out, once: ``results`` is the report without its comments,
    ``comments`` are ``[[prompt, words]]`` in the report's order, ``digest`` is the report's fingerprint.
    """

    __tablename__ = "diagnostics_survey"
    __table_args__ = (
        federated_key(),
        Index(
            "uq_diagnostics_survey_open",
            "federation_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    title: Mapped[str] = mapped_column(String(120))
    purpose: Mapped[str] = mapped_column(String(300))
    opened_at: Mapped[datetime] = mapped_column(Moment)
    opened_by: Mapped[int] = mapped_column(RowId, ForeignKey("people_person.id"))
    closes_at: Mapped[datetime] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_by: Mapped[int | None] = mapped_column(RowId, ForeignKey("people_person.id"))
    close_reason: Mapped[str] = mapped_column(Text, default="")
    practices: Mapped[list[Any]]
    invited: Mapped[int]
    answered: Mapped[int] = mapped_column(default=0)
    reminded_midway: Mapped[bool] = mapped_column(default=False)
    reminded_late: Mapped[bool] = mapped_column(default=False)
    digest: Mapped[str] = mapped_column(String(64), default="")
    results: Mapped[dict[str, Any] | None] = mapped_column(deferred=True)
    comments: Mapped[list[Any] | None] = mapped_column(deferred=True)


class SurveyInvitation(Federated, Table):
    """Somebody who may answer a survey, and whether they have: never when, and never what.

    ``practice_id`` is the practice that they answer for; whoever belongs to several chooses among
    ``choices`` (numbers of practices).
    """

    __tablename__ = "diagnostics_invitation"
    __table_args__ = (
        federated_key(),
        UniqueConstraint("federation_id", "survey_id", "person_id"),
        within("survey_id", "diagnostics_survey"),
        within("practice_id", "network_practice"),
        Index("ix_diagnostics_invitation_person", "federation_id", "person_id"),
        {"info": {"private": "Who has answered is between each person and the survey."}},
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    survey_id: Mapped[int] = mapped_column(RowId)
    person_id: Mapped[int] = mapped_column(RowId, ForeignKey("people_person.id"))
    practice_id: Mapped[int] = mapped_column(RowId)
    choices: Mapped[list[Any]]
    answered: Mapped[bool] = mapped_column(default=False)


class SurveyDraft(Federated, Table):
    """What somebody has saved and not sent: ``{"items", "year_ago", "comments", "seen"}``. Deleted when it is sent,
    and when the survey closes."""

    __tablename__ = "diagnostics_draft"
    __table_args__ = (
        federated_key(),
        UniqueConstraint("federation_id", "invitation_id"),
        within("invitation_id", "diagnostics_invitation"),
        {"info": {"private": "It has not been sent yet, and is its author’s alone."}},
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    invitation_id: Mapped[int] = mapped_column(RowId)
    answers: Mapped[dict[str, Any]]


class SurveyAnswer(Federated, Table):
    """What one person sent, and for which practice: ``{"items", "year_ago", "comments"}``.

    The number is drawn at random. On SQLite it is also the place of the row, so that the order of rows tells
    nothing; it may therefore be no text.
    """

    __tablename__ = "diagnostics_answer"
    __table_args__ = (
        federated_key(),
        within("survey_id", "diagnostics_survey"),
        within("practice_id", "network_practice"),
        Index("ix_diagnostics_answer_survey", "federation_id", "survey_id"),
        {"info": {"private": "It was answered without names, and a row could give one away."}},
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True, autoincrement=False)
    survey_id: Mapped[int] = mapped_column(RowId)
    practice_id: Mapped[int] = mapped_column(RowId)
    answers: Mapped[dict[str, Any]]
