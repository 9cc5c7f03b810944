"""The recurring jobs: opening votes at their time, writing down the verdicts of those whose time has passed, reminding; and in
which federations there is something to do, which an index answers for all of them at once."""

from datetime import timedelta

from sqlalchemy import Select, and_, or_, select

from federation.decisions.models import Decision
from federation.decisions.subjects import FIRST_REMINDER
from federation.decisions.voting.actions.closing import close_due
from federation.decisions.voting.actions.scheduling import open_due
from federation.decisions.voting.letters.asking import LAST_REMINDER_HOURS, remind
from federation.kernel.db import db
from federation.kernel.record import latest_now
from federation.network.models import Federation

__all__ = ["close_due", "open_due", "remind", "where_to_close", "where_to_open", "where_to_remind"]


def where_to_open() -> Select[int]:
    """The federations with a vote whose time of opening has come."""
    return select(Decision.federation_id).where(Decision.is_due(latest_now())).distinct()


def where_to_close() -> Select[int]:
    """The federations with a vote whose time has passed."""
    return select(Decision.federation_id).where(Decision.is_over(latest_now())).distinct()


def where_to_remind() -> Select[int]:
    """The federations with an open vote of which a reminder may be due: at the hours that are delivered, or, where the members
    have agreed others, at the most that they can."""
    now = db.session.scalars(select(latest_now())).one()
    usual, most, last = (
        Decision.closes_at <= now + timedelta(hours=int(hours))
        for hours in (FIRST_REMINDER.delivered, FIRST_REMINDER.most, LAST_REMINDER_HOURS)
    )
    other = Federation.settings[("agreed", FIRST_REMINDER.name)].as_string().is_not(None)
    first = and_(Decision.reminded < 1, or_(usual, and_(most, other)))
    return (
        select(Decision.federation_id)
        .join(Federation, Federation.id == Decision.federation_id)
        .where(Decision.takes_ballots(now), or_(first, and_(Decision.reminded < 2, last)))
        .distinct()
    )
