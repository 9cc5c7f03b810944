"""What groups asked the members for because it lay outside their mandate, and what became of it."""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from markupsafe import Markup
from sqlalchemy import Select, select

from federation.decisions.models import Decision, ProposalVersion, number_in
from federation.decisions.words import status_of
from federation.kernel.db import db
from federation.mandates.subjects import ESCALATE

MOST_SHOWN: Final = 200


class EscalationLine(NamedTuple):
    """An act that a group asked for: the decision, what it is, and how it stands as a tag."""

    decision_id: int
    number: str
    words: str
    pence: int
    reasons: Sequence[str]
    state: str
    verdict: str
    tag: Markup
    asked_by: int


def escalations_asked(group_id: int) -> Select[Any]:
    """The statement that reads what a group asked for, for :func:`read_escalation`; drafts are left out."""
    return (
        select(
            Decision.id,
            Decision.series,
            Decision.year,
            Decision.ordinal,
            Decision.state,
            Decision.verdict,
            Decision.created_at,
            ProposalVersion.terms,
        )
        .join(ProposalVersion, ProposalVersion.of(Decision))
        .where(
            Decision.subject == ESCALATE,
            Decision.state != "draft",
            ProposalVersion.terms["data"]["group"].as_integer() == group_id,
        )
    )


def read_escalation(row: Any) -> EscalationLine:
    """A row of :func:`escalations_asked`."""
    terms = row.terms["data"]
    return EscalationLine(
        row.id,
        number_in(row.series, row.year, row.ordinal),
        terms["words"],
        terms["pence"],
        terms["reasons"],
        row.state,
        row.verdict or "",
        status_of(row.state, row.verdict, False).tag,
        terms["asked_by"],
    )


def escalations_of(group_id: int, most: int = MOST_SHOWN) -> list[EscalationLine]:
    """The newest of one group. One statement."""
    statement = escalations_asked(group_id).order_by(Decision.id.desc()).limit(most)
    return [read_escalation(row) for row in db.session.execute(statement)]
