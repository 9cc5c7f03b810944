"""What casting reads: the vote, held, and the voter on its roll."""

from typing import Any

from sqlalchemy import bindparam, func, or_, select

from federation.decisions.models import Ballot, Decision, ProposalVersion, RollEntry
from federation.kernel.db import RowId, db
from federation.kernel.record import now_here
from federation.people.models import Person

VOTE_HELD = (
    select(
        Decision.group_id,
        Decision.state,
        Decision.opened_at,
        Decision.closes_at,
        Decision.rule,
        Decision.voted,
        Decision.roll,
    )
    .where(Decision.id == bindparam("decision"))
    .with_for_update()
)
"""A vote, held while a ballot is cast in it."""
_LATEST = select(func.max(Ballot.version)).where(Ballot.roll_entry_id == RollEntry.id).scalar_subquery()
_LAST_BY = (
    select(Ballot.cast_by)
    .where(Ballot.roll_entry_id == RollEntry.id)
    .order_by(Ballot.version.desc())
    .limit(1)
    .scalar_subquery()
)
_MAIL_CHOICES = select(Person.mail_choices).where(Person.id == bindparam("person")).scalar_subquery()
_STANDING = (
    select(
        RollEntry.id,
        RollEntry.recused_at,
        _LATEST.label("version"),
        _LAST_BY.label("last_by"),
        RollEntry.name.label("voter"),
        ProposalVersion.options,
        now_here().label("now"),
        _MAIL_CHOICES.label("mail_choices"),
    )
    .select_from(Decision)
    .join(
        ProposalVersion,
        (ProposalVersion.decision_id == Decision.id) & (ProposalVersion.number == Decision.version),
    )
    .outerjoin(
        RollEntry,
        (RollEntry.decision_id == Decision.id)
        & or_(
            RollEntry.practice_id == bindparam("practice", type_=RowId),
            RollEntry.person_id == bindparam("own", type_=RowId),
        ),
    )
    .where(Decision.id == bindparam("decision"))
)


def standing_of(decision_id: int, practice_id: int | None, person_id: int) -> Any:
    """The voter on the roll with the version of its latest ballot, the options, the clock, and the mail that the
    person wants, in one statement.

    For after the decision is held: PostgreSQL then sees every ballot that was cast before.
    """
    values = {
        "decision": decision_id,
        "practice": practice_id,
        "own": None if practice_id else person_id,
        "person": person_id,
    }
    return db.session.execute(_STANDING, values).one()
