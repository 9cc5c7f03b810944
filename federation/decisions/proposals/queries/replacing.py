"""Votes that would take the place of the same decision: one at a time may."""

from typing import Any, Final, NamedTuple

from sqlalchemy import case, or_, select
from sqlalchemy.orm import aliased

from federation.decisions.models import Decision, number_in
from federation.kernel.db import db
from federation.kernel.words import moment

_ONE_AT_A_TIME: Final = (
    "Only one vote at a time can replace a decision: wait for its result, or let this proposal replace none."
)


class RivalVote(NamedTuple):
    """Another decision that would replace, or has replaced, what a proposal would replace; and why that matters."""

    decision_id: int
    name: str
    words: str


def rival_of(decision: Decision) -> RivalVote | None:
    """The reason why a proposal that would replace a decision cannot be put to the vote now; None where nothing does."""
    if decision.supersedes_id is None:
        return None
    old = aliased(Decision)
    replaced = select(old.superseded_by_id).where(old.id == decision.supersedes_id).scalar_subquery()
    row = db.session.execute(
        select(
            Decision.id,
            Decision.year,
            Decision.ordinal,
            Decision.series,
            Decision.title,
            Decision.state,
            Decision.verdict,
            Decision.opens_at,
        )
        .where(
            Decision.id != decision.id,
            or_(
                Decision.id == replaced,
                (Decision.supersedes_id == decision.supersedes_id)
                & or_(Decision.state.in_(("open", "scheduled")), Decision.verdict == "tied"),
            ),
        )
        .order_by(
            case((Decision.id == replaced, 0), (Decision.state == "scheduled", 2), else_=1), Decision.id
        )
        .limit(1)
    ).first()
    if row is None:
        return None
    name = (
        f"decision {number_in(row.series, row.year, row.ordinal)} (“{row.title}”)"
        if row.year
        else f"“{row.title}”"
    )
    return RivalVote(row.id, name, _words(row, name))


def _words(row: Any, name: str) -> str:
    if row.state == "open":
        return f"Voting is open on {name}, which would replace the same decision. {_ONE_AT_A_TIME}"
    if row.state == "scheduled":
        return f"Voting on {name} opens {moment(row.opens_at)}, and it would replace the same decision. {_ONE_AT_A_TIME}"
    if row.verdict == "tied":
        return f"The casting vote on {name} is still to be given, and it would replace the same decision. {_ONE_AT_A_TIME}"
    return (
        f"The decision that this would replace has been replaced already, by {name}. Let this proposal replace "
        "that one, or none."
    )
